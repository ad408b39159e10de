package dev.slipway.git.change;

import dev.slipway.names.RepoKey;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Lets commits of one repository queue up in this process instead of losing races against each
 * other. Other processes still race; the catalog's compare-and-set decides there.
 */
public final class CommitLocks {

  private static final int STRIPES = 64;

  private final List<ReentrantLock> stripes =
      Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toList();

  /** Waits for its turn. */
  public Held hold(RepoKey key) {
    ReentrantLock lock = stripes.get(Math.floorMod(key.hashCode(), STRIPES));
    lock.lock();
    return lock::unlock;
  }

  /** A turn, until it is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
