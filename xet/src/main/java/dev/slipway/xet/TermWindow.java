package dev.slipway.xet;

/**
 * The terms that hold a range of a file, cut to whole chunks.
 *
 * @param offsetIntoFirst how many bytes of the first term stand before the range
 * @param terms at least one
 */
record TermWindow(int offsetIntoFirst, Terms terms) {

  /**
   * The terms of the bytes from {@code start} to {@code end}, exclusive, which are within the file
   * and not none.
   */
  static TermWindow of(Terms terms, long start, long end, RecentIndexes indexes) {
    int first = terms.termAt(start);
    int last = terms.termAt(end - 1);
    var cut = new TermsBuilder();
    int offset = 0;
    for (int i = first; i <= last; i++) {
      Term term = terms.term(i);
      if (i == first || i == last) {
        long from = Math.max(start - terms.start(i), 0);
        long to = Math.min(end - terms.start(i), term.unpackedLength());
        XorbIndex index = indexes.of(term);
        int before = index.unpackedStart(term.chunkStart());
        term = cut(term, index, before + from, before + to);
        offset =
            i == first ? (int) (before + from) - index.unpackedStart(term.chunkStart()) : offset;
      }
      cut.add(term);
    }
    return new TermWindow(offset, cut.build());
  }

  /** The bytes are counted from the beginning of the xorb. */
  private static Term cut(Term term, XorbIndex index, long from, long to) {
    int start = index.chunkAt(from);
    int end = Math.min(index.chunkAt(to - 1) + 1, term.chunkEnd());
    return new Term(term.xorb(), start, end, (int) index.unpackedLength(start, end));
  }
}
