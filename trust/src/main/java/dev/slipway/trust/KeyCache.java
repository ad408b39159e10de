package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.outbound.OutboundHttp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The keys of the issuers that are registered here, fetched ahead of need and kept while an issuer
 * is down. Issuers do not touch each other: one that hangs makes nobody else wait. Holds one entry
 * for each issuer that the caller has settings of. Thread-safe.
 */
public final class KeyCache {

  /** After a failed fetch, or one for an unknown key, no token causes another for this long. */
  public static final Duration COOL_DOWN = Duration.ofSeconds(60);

  /** Keys that could not be refreshed for this long are not used any more. */
  public static final Duration STALE_AFTER = Duration.ofHours(24);

  /** How many issuers are asked for their keys at one time. */
  static final int FETCHES_AT_ONCE = 8;

  /** Nobody is told to come back sooner. */
  static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

  private final Discovery discovery;
  private final InstantSource time;
  private final ConcurrentMap<Issuer, IssuerKeys> issuers = new ConcurrentHashMap<>();

  /** A cache that knows no issuer yet. */
  public KeyCache(OutboundHttp http, InstantSource time) {
    this.discovery = new Discovery(http);
    this.time = time;
  }

  /**
   * How things stand with an issuer, for the operator.
   *
   * @param usable whether its tokens can be verified now
   * @param lastSuccess when its keys were last fetched or pasted; the epoch for never
   * @param failure why the last fetch failed; {@link Failure#NONE} if it did not
   * @param firstSeen its keys by id, each with the time since which it has been there
   */
  public record Health(
      Issuer issuer,
      boolean usable,
      Instant lastSuccess,
      Failure failure,
      Map<String, Instant> firstSeen) {
    public Health {
      firstSeen = Collections.unmodifiableMap(new LinkedHashMap<>(firstSeen));
    }

    /** Whether the last fetch went well. */
    public boolean isHealthy() {
      return usable && failure.equals(Failure.NONE);
    }
  }

  /**
   * Why a fetch failed.
   *
   * @param reason a phrase about the issuer, which repeats nothing that it sent
   */
  public record Failure(Instant at, String reason) {
    /** No failure. */
    public static final Failure NONE = new Failure(Instant.EPOCH, "");
  }

  /**
   * Fetches the keys of every enabled issuer, some of them at once, and forgets issuers that are
   * not among them. For a job that runs every half hour or so.
   */
  public void refreshAll(Collection<IssuerSettings> registered) {
    issuers
        .keySet()
        .retainAll(registered.stream().map(IssuerSettings::issuer).collect(Collectors.toSet()));
    refreshEach(registered);
  }

  /**
   * Fetches the keys of these issuers if they are enabled, {@link #FETCHES_AT_ONCE} at a time: one
   * that is down takes some seconds, and makes few others wait.
   */
  public void refreshEach(Collection<IssuerSettings> wanted) {
    Semaphore places = new Semaphore(FETCHES_AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      wanted.stream()
          .filter(IssuerSettings::enabled)
          .forEach(settings ->
              threads.execute(() -> {
                places.acquireUninterruptibly();
                try {
                  refresh(settings);
                } finally {
                  places.release();
                }
              }));
    }
  }

  /** Fetches the keys of one issuer now, whatever happened before, and says how it went. */
  public Health refresh(IssuerSettings settings) {
    IssuerKeys keys = keysOf(settings);
    keys.refresh();
    return keys.health();
  }

  /** How things stand with one issuer; asks nobody. */
  public Health health(IssuerSettings settings) {
    return keysOf(settings).health();
  }

  IssuerKeys.Lookup find(IssuerSettings settings, Optional<String> keyId) {
    return keysOf(settings).find(keyId);
  }

  private IssuerKeys keysOf(IssuerSettings settings) {
    return issuers.compute(
        settings.issuer(),
        (_, known) ->
            known != null && known.settings().keys().equals(settings.keys())
                ? known
                : new IssuerKeys(settings, discovery, time));
  }
}
