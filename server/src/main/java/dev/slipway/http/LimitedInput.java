package dev.slipway.http;

import dev.slipway.names.ByteCount;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream from outside that ends the request with 413 once it has given more than it may. */
public final class LimitedInput extends FilterInputStream {

  private final ByteCount limit;
  private long left;

  /** Gives at most {@code limit} bytes of {@code source}. */
  public LimitedInput(InputStream source, ByteCount limit) {
    super(source);
    this.limit = limit;
    this.left = limit.bytes();
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      count(1);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = super.read(bytes, offset, count);
    if (read > 0) {
      count(read);
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = super.skip(count);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long read) {
    left -= read;
    if (left < 0) {
      throw new BadRequest(
          Problem.of(Status.CONTENT_TOO_LARGE, "the body is larger than " + limit));
    }
  }
}
