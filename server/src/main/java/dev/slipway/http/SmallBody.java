package dev.slipway.http;

import dev.slipway.names.ByteCount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Reads a body that is kept in memory: within a size, and within a time from its first byte to its
 * last, so that nobody holds a request open by sending a byte now and then.
 */
final class SmallBody {

  /** Longest time that a JSON or form body takes to come; then 408. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int BUFFER_BYTES = 8 * 1024;

  private final InputStream source;
  private final Wait wait;

  /** Reads {@code source}, of which no read may take longer than {@code wait} was told. */
  SmallBody(InputStream source, Wait wait) {
    this.source = source;
    this.wait = wait;
  }

  /**
   * Bounds how long the next read blocks; then it fails with a {@link TimeoutException} as cause.
   */
  @FunctionalInterface
  interface Wait {

    /** At most so long. */
    void atMost(Duration left);
  }

  /**
   * All of it; 413 if it is larger than {@code limit}, 408 if it takes longer than {@code time}.
   */
  byte[] read(ByteCount limit, Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = next(buffer, end); read >= 0; read = next(buffer, end)) {
      all.write(buffer, 0, read);
      if (all.size() > limit.bytes()) {
        throw new BadRequest(
            Problem.of(Status.CONTENT_TOO_LARGE, "the body is larger than " + limit));
      }
    }
    return all.toByteArray();
  }

  private int next(byte[] buffer, long end) throws IOException {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    if (!left.isPositive()) {
      throw tooSlow();
    }
    wait.atMost(left);
    try {
      return source.read(buffer);
    } catch (IOException e) {
      if (isTimeout(e)) {
        throw tooSlow();
      }
      throw e;
    }
  }

  private static boolean isTimeout(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static BadRequest tooSlow() {
    return new BadRequest(Problem.of(Status.REQUEST_TIMEOUT, "the body took too long to come"));
  }
}
