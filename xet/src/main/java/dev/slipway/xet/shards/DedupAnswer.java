package dev.slipway.xet.shards;

import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Tells a client in which xorbs chunks already lie, so that it need not send them (Xet
 * specification 1.1, deduplication). The answer is a shard without files, with a footer.
 *
 * <p>A client finds a chunk by its place in the list of its xorb, so places must be kept; but it
 * may only learn of chunks that it may read. The others in between get a hash of zero and a length
 * of zero, which no chunk has: a client that looks for its own chunks never meets them, and they
 * end a run of matches. What comes after the last readable chunk is left out. No number in the
 * answer counts what is not readable.
 *
 * <p>One thread at a time.
 */
public final class DedupAnswer {

  private static final XetHash BOOKEND = new XetHash(-1, -1, -1, -1);

  private final List<Part> parts = new ArrayList<>();

  private record Part(XorbIndex index, BitSet readable) {}

  /**
   * Adds a xorb.
   *
   * @param readable the numbers of the chunks that the client may know of, at least one
   */
  public void add(XorbIndex index, BitSet readable) {
    if (readable.isEmpty() || readable.length() > index.chunkCount()) {
      throw new IllegalArgumentException("no such chunks in xorb " + index.xorb());
    }
    parts.add(new Part(index, (BitSet) readable.clone()));
  }

  /**
   * The bytes of the answer.
   *
   * @param expires when the client must forget it; whole seconds count
   */
  public byte[] bytes(Instant now, Instant expires) {
    var writer = new ShardWriter();
    writer.header();
    writer.record(BOOKEND);
    long unpacked = 0;
    for (Part part : parts) {
      unpacked += write(part, writer);
    }
    writer.record(BOOKEND);
    writer.footer(now.getEpochSecond(), expires.getEpochSecond(), unpacked);
    return writer.bytes();
  }

  private static long write(Part part, ShardWriter writer) {
    XorbIndex index = part.index();
    BitSet readable = part.readable();
    long total = readable.stream().mapToLong(i -> index.unpackedLength(i, i + 1)).sum();
    writer.record(index.xorb(), 0, readable.length(), (int) total);
    int start = 0;
    for (int i = 0; i < readable.length(); i++) {
      boolean known = readable.get(i);
      int length = known ? (int) index.unpackedLength(i, i + 1) : 0;
      writer.record(known ? index.chunk(i) : XetHash.ZERO, start, length);
      start += length;
    }
    return total;
  }
}
