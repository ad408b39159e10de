package dev.slipway.xet;

import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.XetHash;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The terms of a file in order, none for an empty file. Each xorb's hash is kept once, and each
 * term takes 20 bytes, because a sparse file can have a hundred thousand of them.
 */
public final class Terms implements Iterable<Term> {

  /** Those of the empty file. */
  public static final Terms NONE = new TermsBuilder().build();

  private final HashList xorbs;
  private final int[] xorbOf;
  private final int[] chunkStarts;
  private final int[] chunkEnds;
  private final long[] ends;

  Terms(HashList xorbs, int[] xorbOf, int[] chunkStarts, int[] chunkEnds, long[] ends) {
    this.xorbs = xorbs;
    this.xorbOf = xorbOf;
    this.chunkStarts = chunkStarts;
    this.chunkEnds = chunkEnds;
    this.ends = ends;
  }

  /** The terms in this order. */
  public static Terms of(Iterable<Term> terms) {
    var builder = new TermsBuilder();
    terms.forEach(builder::add);
    return builder.build();
  }

  /** Reads what {@link #encode} wrote; anything else is malformed. */
  public static Parsed<Terms> decode(byte[] bytes) {
    return TermsForm.decode(bytes);
  }

  /** The binary form in which they are kept: versioned, with a checksum, 16 bytes a term. */
  public byte[] encode() {
    return TermsForm.encode(this);
  }

  /** How many there are. */
  public int count() {
    return xorbOf.length;
  }

  /** One of them, counted from 0. */
  public Term term(int index) {
    int length = (int) (ends[index] - start(index));
    return new Term(xorbs.get(xorbOf[index]), chunkStarts[index], chunkEnds[index], length);
  }

  /** The length of the file. */
  public ByteCount length() {
    return new ByteCount(count() == 0 ? 0 : ends[count() - 1]);
  }

  /** The xorbs that the terms name, each once, in the order of their first use. */
  public List<XetHash> xorbs() {
    return IntStream.range(0, xorbs.size()).mapToObj(xorbs::get).toList();
  }

  @Override
  public Iterator<Term> iterator() {
    return IntStream.range(0, count()).mapToObj(this::term).iterator();
  }

  /** The first byte of the file that belongs to a term. */
  long start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  /** The term that holds a byte of the file. */
  int termAt(long offset) {
    int found = Arrays.binarySearch(ends, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** Which of {@link #xorbs} a term names. */
  int xorbOf(int index) {
    return xorbOf[index];
  }

  HashList xorbHashes() {
    return xorbs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Terms terms && Arrays.equals(encode(), terms.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ends);
  }
}
