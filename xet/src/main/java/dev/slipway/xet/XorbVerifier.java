package dev.slipway.xet;

import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.ChunkBatch;
import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Checks the bytes of a xorb while they pass: unpacks and hashes every chunk, and compares the root
 * over all chunks with the hash that the sender named (Xet specification 1.1, xorb format and
 * hashing). Chunks may be as small as one byte, because clients make such.
 *
 * <p>Old clients append a footer that begins with {@code XETBLOB}. It is read but not forwarded and
 * not checked; what is kept are the chunks alone.
 *
 * <p>Holds about 1.2 MiB, whatever the xorb's size, and may be used for one xorb after another. One
 * thread at a time.
 */
public final class XorbVerifier {

  private static final byte FOOTER = 'X';
  private static final int BATCH_BYTES = 4 * Limits.CHUNK_BYTES;

  private final Blake3 blake3 = new Blake3();
  private final ChunkBatch batch = new ChunkBatch(BATCH_BYTES);
  private final byte[] buffer = new byte[XorbBody.BUFFER_BYTES];

  /**
   * Reads {@code in} to its end, or until something is wrong, and forwards the chunks to {@code
   * out}. Closes neither. What was forwarded must be thrown away unless the verdict is {@link
   * XorbVerdict.Genuine}.
   *
   * @throws IOException if {@code in} fails
   * @throws UncheckedIOException if {@code out} fails
   */
  public XorbVerdict verify(XetHash expected, InputStream in, OutputStream out) throws IOException {
    batch.clear();
    try {
      return check(expected, new XorbBody(in, out, buffer));
    } catch (Malformation e) {
      return new XorbVerdict.Refused(e.problem());
    }
  }

  private XorbVerdict check(XetHash expected, XorbBody body) throws IOException, Malformation {
    var chunks = new XorbIndexBuilder(0);
    while (body.has(1) && !isFooter(body)) {
      chunk(body, chunks);
    }
    body.finish();
    flush(chunks);
    if (chunks.isEmpty()) {
      throw new Malformation("a xorb has at least one chunk");
    }
    if (!chunks.root(blake3).equals(expected)) {
      throw new Malformation("the chunks are not those of xorb " + expected);
    }
    return new XorbVerdict.Genuine(chunks.build(expected));
  }

  private static boolean isFooter(XorbBody body) throws IOException, Malformation {
    return body.bytes()[body.at()] == FOOTER
        && body.has(XorbBody.FOOTER_MARK.length)
        && body.startsFooter();
  }

  private void chunk(XorbBody body, XorbIndexBuilder chunks) throws IOException, Malformation {
    if (!body.has(ChunkHeader.BYTES)) {
      throw new Malformation("the xorb ends within a chunk header");
    }
    var header = ChunkHeader.read(body.bytes(), body.at());
    int packed = ChunkHeader.BYTES + header.packedLength();
    if (!body.has(packed)) {
      throw new Malformation("the xorb ends within a chunk");
    }
    chunks.end(
        chunks.packedEnd() + packed,
        chunks.unpackedEnd() + header.unpackedLength(),
        PackedChecksum.of(body.bytes(), body.at(), packed));
    if (!batch.hasRoomFor(header.unpackedLength())) {
      flush(chunks);
    }
    batch.add(header, body.bytes(), body.at() + ChunkHeader.BYTES);
    body.pass(packed);
  }

  private void flush(XorbIndexBuilder chunks) {
    chunks.hashes().addAll(batch.hashes(blake3));
    batch.clear();
  }
}
