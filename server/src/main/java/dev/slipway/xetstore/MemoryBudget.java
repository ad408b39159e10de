package dev.slipway.xetstore;

import dev.slipway.names.ByteCount;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What requests that need much memory may take together. Those beyond it wait, and after a while
 * are told to come again, which every client does. Safe for use by many threads.
 */
final class MemoryBudget {

  private static final int UNIT_BYTES = 64 * 1024;

  private final Semaphore units;
  private final int all;
  private final Duration patience;

  MemoryBudget(ByteCount bytes, Duration patience) {
    this.all = Math.toIntExact(bytes.bytes() / UNIT_BYTES);
    this.units = new Semaphore(all, /* fair= */ true);
    this.patience = patience;
  }

  /** What a request has taken; closing it twice is no error. */
  interface Share extends AutoCloseable {

    @Override
    void close();
  }

  /**
   * Takes so many bytes, or all there are if that is less; empty if others do not let go of them.
   */
  Optional<Share> take(long bytes) {
    int wanted = (int) Math.min(all, bytes / UNIT_BYTES);
    if (wanted == 0) {
      return Optional.of(() -> {});
    }
    try {
      if (!units.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
    Semaphore once = new Semaphore(1);
    return Optional.of(() -> {
      if (once.tryAcquire()) {
        units.release(wanted);
      }
    });
  }
}
