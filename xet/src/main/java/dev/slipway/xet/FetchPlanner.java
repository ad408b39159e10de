package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Merges what terms need of each xorb into as few ranges as possible. */
final class FetchPlanner {

  private FetchPlanner() {}

  static Reconstruction.Plan plan(TermWindow window, RecentIndexes indexes) {
    Terms terms = window.terms();
    List<XetHash> xorbs = terms.xorbs();
    List<BitSet> needed = needed(terms, xorbs.size());
    List<XorbFetch> fetches = new ArrayList<>(xorbs.size());
    for (int i = 0; i < xorbs.size(); i++) {
      fetches.add(new XorbFetch(xorbs.get(i), ranges(xorbs.get(i), needed.get(i), indexes)));
    }
    return new Reconstruction.Plan(window.offsetIntoFirst(), terms, fetches);
  }

  /** Which chunks of each xorb, at most a KiB each. */
  private static List<BitSet> needed(Terms terms, int xorbs) {
    List<BitSet> needed = new ArrayList<>(xorbs);
    for (int i = 0; i < terms.count(); i++) {
      if (terms.xorbOf(i) == needed.size()) {
        needed.add(new BitSet());
      }
      Term term = terms.term(i);
      needed.get(terms.xorbOf(i)).set(term.chunkStart(), term.chunkEnd());
    }
    return needed;
  }

  private static List<XorbFetch.Range> ranges(XetHash xorb, BitSet chunks, RecentIndexes indexes) {
    XorbIndex index = indexes.of(xorb, chunks.nextSetBit(0), chunks.length());
    List<XorbFetch.Range> ranges = new ArrayList<>();
    int end;
    for (int start = chunks.nextSetBit(0); start >= 0; start = chunks.nextSetBit(end)) {
      end = chunks.nextClearBit(start);
      ranges.add(new XorbFetch.Range(start, end, index.packed(start, end)));
    }
    return ranges;
  }
}
