package dev.slipway.jobs;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each job at its interval, never beside itself, until closed. A job that throws runs again.
 */
public final class Jobs implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final ScheduledExecutorService timer =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().name("jobs-", 0).daemon().factory());

  /** Runs {@code job} every {@code interval}, for the first time after one. */
  public void every(Duration interval, String name, Runnable job) {
    ScheduledFuture<?> unused =
        timer.scheduleWithFixedDelay(
            () -> run(name, job), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs {@code job} once, soon, beside whoever asks. */
  public void soon(String name, Runnable job) {
    timer.execute(() -> run(name, job));
  }

  private static void run(String name, Runnable job) {
    try {
      job.run();
    } catch (RuntimeException e) {
      LOG.error("job {} failed", name, e);
    }
  }

  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        timer.shutdownNow();
      }
    } catch (InterruptedException e) {
      timer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
