package dev.slipway.xet;

import dev.slipway.xet.packing.ChunkBatch;
import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;

/** Unpacks the chunks of one term, one read of the xorb for all. One thread at a time. */
final class TermReader implements AutoCloseable {

  private final XorbIndex index;
  private final PackedReader chunks;

  private TermReader(XorbIndex index, PackedReader chunks) {
    this.index = index;
    this.chunks = chunks;
  }

  static TermReader open(Term term, XorbIndex index, XorbSource source) throws IOException {
    return new TermReader(
        index, new PackedReader(index, source, term.chunkStart(), term.chunkEnd()));
  }

  boolean isAtEnd() {
    return chunks.isAtEnd();
  }

  /** Fills the empty batch with the next chunks, at least one. */
  void fill(ChunkBatch batch) throws IOException {
    while (!isAtEnd() && batch.hasRoomFor(unpackedLength(chunks.next()))) {
      unpack(batch);
    }
  }

  private int unpackedLength(int chunk) {
    return (int) index.unpackedLength(chunk, chunk + 1);
  }

  /** The checksum was right, so that what cannot be unpacked was not so when it was accepted. */
  private void unpack(ChunkBatch batch) throws IOException {
    int chunk = chunks.next();
    int length = chunks.read();
    try {
      ChunkHeader header = ChunkHeader.read(chunks.bytes(), 0);
      if (ChunkHeader.BYTES + header.packedLength() != length
          || header.unpackedLength() != unpackedLength(chunk)) {
        throw new Malformation("its lengths have changed");
      }
      batch.add(header, chunks.bytes(), ChunkHeader.BYTES);
    } catch (Malformation e) {
      throw new DamagedXorbException(index.xorb(), "chunk %d: %s".formatted(chunk, e.problem()));
    }
  }

  @Override
  public void close() throws IOException {
    chunks.close();
  }
}
