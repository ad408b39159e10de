package dev.slipway.attempts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds what waits to be written, so much of everybody and no more: whoever sends too much loses
 * their own. Used under one lock.
 *
 * @param <T> what waits
 */
public final class FairQueue<T> {

  private final int limit;
  private final int limitOfIssuer;
  private final int limitOfSource;
  private final List<Entry<T>> entries = new ArrayList<>();
  private final Map<Source, List<Entry<T>>> ofSource = new HashMap<>();
  private final Map<String, Integer> ofIssuer = new HashMap<>();
  private long dropped;

  /**
   * An empty queue.
   *
   * @param limit most entries
   * @param limitOfIssuer most entries of one issuer
   * @param limitOfSource most entries of one source; further ones are counted with the last
   */
  public FairQueue(int limit, int limitOfIssuer, int limitOfSource) {
    this.limit = limit;
    this.limitOfIssuer = limitOfIssuer;
    this.limitOfSource = limitOfSource;
  }

  /** Who sends: a workload of an issuer. */
  public record Source(String issuer, String name) {}

  /**
   * One thing, or several of one source of which the last is there.
   *
   * @param <T> what waits
   */
  public static final class Entry<T> {

    private T last;
    private long times = 1;

    private Entry(T last) {
      this.last = last;
    }

    /** The last of them. */
    public T last() {
      return last;
    }

    /** How many they are. */
    public long times() {
      return times;
    }
  }

  /** Adds a thing, or counts it with the last of its source, or drops it. */
  public void add(Source source, T thing) {
    List<Entry<T>> alike = ofSource.getOrDefault(source, List.of());
    if (alike.size() >= limitOfSource) {
      alike.getLast().last = thing;
      alike.getLast().times++;
    } else if (entries.size() >= limit
        || ofIssuer.getOrDefault(source.issuer, 0) >= limitOfIssuer) {
      dropped++;
    } else {
      Entry<T> entry = new Entry<>(thing);
      entries.add(entry);
      ofSource.computeIfAbsent(source, _ -> new ArrayList<>()).add(entry);
      ofIssuer.merge(source.issuer, 1, Integer::sum);
    }
  }

  /** What waits, in the order in which it came. */
  public List<Entry<T>> entries() {
    return List.copyOf(entries);
  }

  /** How many things were dropped. */
  public long dropped() {
    return dropped;
  }
}
