package dev.slipway.xet;

import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Limits;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads consecutive chunks of a stored xorb as they are stored, and compares the checksum of each.
 * One thread at a time.
 */
final class PackedReader implements AutoCloseable {

  private final byte[] buffer = new byte[ChunkHeader.BYTES + Limits.PACKED_BYTES];
  private final XorbIndex index;
  private final InputStream in;
  private final int end;
  private int next;

  /** Opens the chunks from {@code start} to before {@code end}. */
  PackedReader(XorbIndex index, XorbSource source, int start, int end) throws IOException {
    this.index = index;
    this.in = source.open(index.xorb(), index.packed(start, end));
    this.next = start;
    this.end = end;
  }

  /** The number of the chunk that comes next. */
  int next() {
    return next;
  }

  boolean isAtEnd() {
    return next == end;
  }

  /** The last chunk that was read, from the array's beginning on. */
  byte[] bytes() {
    return buffer;
  }

  /** Reads the next chunk and says how many bytes it has. */
  int read() throws IOException {
    int length = (int) index.packed(next, next + 1).length();
    if (in.readNBytes(buffer, 0, length) < length) {
      throw damaged("it is cut off");
    }
    if (PackedChecksum.of(buffer, 0, length) != index.checksum(next)) {
      throw damaged("its bytes have changed");
    }
    next++;
    return length;
  }

  private DamagedXorbException damaged(String problem) {
    return new DamagedXorbException(index.xorb(), "chunk %d: %s".formatted(next, problem));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
