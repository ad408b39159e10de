package dev.slipway.xet;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Bytes of a stored xorb as they are stored, for clients that unpack them themselves and do not
 * look whether they are right: each chunk is compared with its checksum before a byte of it is
 * given out. Holds one chunk. One thread at a time.
 *
 * <p>Reading throws {@link DamagedXorbException} if a chunk is not what was accepted.
 */
public final class PackedStream extends InputStream {

  private final PackedReader chunks;
  private final byte[] single = new byte[1];
  private long left;
  private int at;
  private int have;

  /**
   * @param range which need not begin or end with a chunk
   * @throws IOException if the xorb cannot be opened
   */
  public PackedStream(XorbIndex index, PackedRange range, XorbSource source) throws IOException {
    int first = index.packedChunkAt(range.offset());
    int last = index.packedChunkAt(range.end() - 1);
    this.chunks = new PackedReader(index, source, first, last + 1);
    this.left = range.length();
    this.at = (int) (range.offset() - index.packed(first, first + 1).offset());
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0 || left == 0) {
      return length == 0 ? 0 : -1;
    }
    while (at >= have) {
      at -= have;
      have = chunks.read();
    }
    int copied = (int) Math.min(Math.min(length, left), have - at);
    System.arraycopy(chunks.bytes(), at, into, offset, copied);
    at += copied;
    left -= copied;
    return copied;
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
