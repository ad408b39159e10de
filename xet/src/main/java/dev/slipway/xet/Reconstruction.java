package dev.slipway.xet;

import dev.slipway.names.ByteCount;
import java.util.List;

/**
 * How to put a range of a file together (Xet specification 1.1, file reconstruction): which chunks
 * in which order, and which bytes of which xorbs to fetch for them.
 */
public sealed interface Reconstruction {

  /**
   * The range, or as much of it as the file has.
   *
   * @param offsetIntoFirst how many unpacked bytes of the first term stand before the range
   * @param terms cut to the range, but to whole chunks; none for an empty file
   * @param fetches for each xorb, in the order of the first use
   */
  record Plan(int offsetIntoFirst, Terms terms, List<XorbFetch> fetches) implements Reconstruction {

    public Plan {
      fetches = List.copyOf(fetches);
    }
  }

  /** The range begins at or behind the end of the file. */
  record BeyondEnd(ByteCount fileLength) implements Reconstruction {}

  /**
   * Plans a whole file.
   *
   * @throws DamagedXorbException if an index is missing or does not fit
   */
  static Plan whole(Terms terms, XorbIndexes indexes) {
    return FetchPlanner.plan(new TermWindow(0, terms), new RecentIndexes(indexes));
  }

  /**
   * Plans the bytes from {@code first} to {@code last}, both included; the file may end before.
   *
   * @throws DamagedXorbException if an index is missing or does not fit
   */
  static Reconstruction of(Terms terms, long first, long last, XorbIndexes indexes) {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("no range: %d to %d".formatted(first, last));
    }
    long length = terms.length().bytes();
    if (first >= length) {
      return new BeyondEnd(terms.length());
    }
    var recent = new RecentIndexes(indexes);
    long end = Math.min(last, length - 1) + 1;
    return FetchPlanner.plan(TermWindow.of(terms, first, end, recent), recent);
  }
}
