package dev.slipway.contents;

import dev.slipway.xet.Term;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.XetHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Chunks of several xorbs, put together: what overlaps or touches becomes one span, because a
 * sparse file names the same chunk a hundred thousand times.
 */
final class Spans {

  private final Map<XetHash, BitSet> chunks = new LinkedHashMap<>();

  void add(Terms terms) {
    for (Term term : terms) {
      add(new ChunkSpan(term.xorb(), term.chunkStart(), term.chunkEnd()));
    }
  }

  void add(ChunkSpan span) {
    chunks.computeIfAbsent(span.xorb(), _ -> new BitSet()).set(span.start(), span.end());
  }

  /** The spans, those of a xorb in ascending order. */
  List<ChunkSpan> merged() {
    List<ChunkSpan> merged = new ArrayList<>();
    chunks.forEach((xorb, set) -> {
      for (int start = set.nextSetBit(0); start >= 0; ) {
        int end = set.nextClearBit(start);
        merged.add(new ChunkSpan(xorb, start, end));
        start = set.nextSetBit(end);
      }
    });
    return merged;
  }

  /** The xorbs of which there are chunks. */
  Set<XetHash> xorbs() {
    return chunks.keySet();
  }

  /** The chunks of one xorb. */
  BitSet of(XetHash xorb) {
    return chunks.getOrDefault(xorb, new BitSet());
  }

  /** Whether all of these chunks are among them. */
  boolean include(ChunkSpan span) {
    return of(span.xorb()).nextClearBit(span.start()) >= span.end();
  }
}
