package dev.slipway.xet;

import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.packing.ChunkBatch;
import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;
import java.io.InputStream;

/** Reads the chunks of one term, one read of the xorb for all. One thread at a time. */
final class TermReader implements AutoCloseable {

  private final XorbIndex index;
  private final InputStream in;
  private final int end;
  private int next;

  private TermReader(XorbIndex index, InputStream in, int start, int end) {
    this.index = index;
    this.in = in;
    this.next = start;
    this.end = end;
  }

  static TermReader open(Term term, XorbIndex index, XorbSource source) throws IOException {
    InputStream in = source.open(term.xorb(), index.packed(term.chunkStart(), term.chunkEnd()));
    return new TermReader(index, in, term.chunkStart(), term.chunkEnd());
  }

  boolean isAtEnd() {
    return next == end;
  }

  /**
   * Fills the empty batch with the next chunks, at least one, and compares their hashes.
   *
   * @param packed room for one packed chunk with its header
   */
  void fill(ChunkBatch batch, byte[] packed) throws IOException {
    int first = next;
    while (!isAtEnd() && batch.hasRoomFor((int) index.unpackedLength(next, next + 1))) {
      read(batch, packed);
      next++;
    }
    HashList hashes = batch.hashes();
    for (int i = 0; i < hashes.size(); i++) {
      if (!hashes.equal(i, index.hashes(), first + i)) {
        throw damaged(first + i, "its bytes have changed");
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private void read(ChunkBatch batch, byte[] packed) throws IOException {
    int length = (int) index.packed(next, next + 1).length();
    if (in.readNBytes(packed, 0, length) < length) {
      throw damaged(next, "it is cut off");
    }
    try {
      ChunkHeader header = ChunkHeader.read(packed, 0);
      if (ChunkHeader.BYTES + header.packedLength() != length
          || header.unpackedLength() != index.unpackedLength(next, next + 1)) {
        throw damaged(next, "its lengths have changed");
      }
      batch.add(header, packed, ChunkHeader.BYTES);
    } catch (Malformation e) {
      throw damaged(next, e.problem());
    }
  }

  private DamagedXorbException damaged(int chunk, String problem) {
    return new DamagedXorbException(index.xorb(), "chunk %d: %s".formatted(chunk, problem));
  }
}
