package dev.slipway.blobs;

import dev.slipway.names.ByteCount;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The bytes of a blob or of a range of it, exactly as many as {@link #length()} says: should the
 * storage give fewer, reading fails rather than ends.
 */
public final class BlobStream extends InputStream {

  private final InputStream source;
  private final ByteCount length;
  private long left;

  /** Reads {@code length} bytes from {@code source}, which it owns and closes. */
  public BlobStream(InputStream source, ByteCount length) {
    this.source = source;
    this.length = length;
    this.left = length.bytes();
  }

  /** How many bytes this stream gives in all. */
  public ByteCount length() {
    return length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, bytes.length);
    if (count == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int read = source.read(bytes, offset, (int) Math.min(count, left));
    if (read < 0) {
      throw new EOFException("a blob ended " + left + " bytes early");
    }
    left -= read;
    return read;
  }

  @Override
  public int available() throws IOException {
    return (int) Math.min(source.available(), left);
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
