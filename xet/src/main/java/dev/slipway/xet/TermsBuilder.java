package dev.slipway.xet;

import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.IntList;
import dev.slipway.xet.hashing.XetHash;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Collects terms in order. One thread at a time. */
public final class TermsBuilder {

  private static final int FIRST_CAPACITY = 4;

  private final Map<XetHash, Integer> places = new HashMap<>();
  private final HashList xorbs = new HashList(1);
  private final IntList xorbOf = new IntList();
  private final IntList chunkStarts = new IntList();
  private final IntList chunkEnds = new IntList();
  private long[] ends = new long[FIRST_CAPACITY];
  private long length;

  void add(Term term) {
    add(term.xorb(), term.chunkStart(), term.chunkEnd(), term.unpackedLength());
  }

  /** The next term, which must be possible. */
  public void add(XetHash xorb, int chunkStart, int chunkEnd, int unpackedLength) {
    int count = xorbOf.size();
    xorbOf.add(places.computeIfAbsent(xorb, this::place));
    chunkStarts.add(chunkStart);
    chunkEnds.add(chunkEnd);
    length += unpackedLength;
    if (count == ends.length) {
      ends = Arrays.copyOf(ends, count * 2);
    }
    ends[count] = length;
  }

  /** All terms so far. */
  public Terms build() {
    return new Terms(
        xorbs.copy(0, xorbs.size()),
        xorbOf.toArray(),
        chunkStarts.toArray(),
        chunkEnds.toArray(),
        Arrays.copyOf(ends, xorbOf.size()));
  }

  private int place(XetHash xorb) {
    xorbs.add(xorb);
    return xorbs.size() - 1;
  }
}
