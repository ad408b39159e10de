package dev.slipway.xet;

import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Malformation;

/**
 * How terms are kept: the number of xorbs and their hashes, then of each term which xorb, which
 * chunks, how many bytes.
 */
final class TermsForm {

  private static final int VERSION = 1;
  private static final SealedForm FORM = new SealedForm("STRM", VERSION);
  private static final int TERM_BYTES = 4 * Integer.BYTES;

  private TermsForm() {}

  static byte[] encode(Terms terms) {
    HashList xorbs = terms.xorbHashes();
    int count = terms.count();
    byte[] bytes = FORM.allocate(Integer.BYTES + xorbs.size() * XetHash.BYTES + count * TERM_BYTES);
    int at = SealedForm.HEAD_BYTES;
    LittleEndian.put32(bytes, at, xorbs.size());
    at += Integer.BYTES;
    for (int i = 0; i < xorbs.size(); i++, at += XetHash.BYTES) {
      xorbs.putInto(i, bytes, at);
    }
    for (int i = 0; i < count; i++, at += TERM_BYTES) {
      Term term = terms.term(i);
      LittleEndian.put32(bytes, at, terms.xorbOf(i));
      LittleEndian.put32(bytes, at + Integer.BYTES, term.chunkStart());
      LittleEndian.put32(bytes, at + 2 * Integer.BYTES, term.chunkEnd());
      LittleEndian.put32(bytes, at + 3 * Integer.BYTES, term.unpackedLength());
    }
    return FORM.seal(bytes);
  }

  static Parsed<Terms> decode(byte[] bytes) {
    try {
      return Parsed.of(read(bytes, FORM.open(bytes)));
    } catch (Malformation e) {
      return Parsed.malformed("the terms of a file cannot be read: " + e.problem());
    }
  }

  private static Terms read(byte[] bytes, int length) throws Malformation {
    int xorbCount = length < Integer.BYTES ? -1 : LittleEndian.i32(bytes, SealedForm.HEAD_BYTES);
    long termBytes = length - Integer.BYTES - (long) xorbCount * XetHash.BYTES;
    if (xorbCount < 0 || termBytes < 0 || termBytes % TERM_BYTES != 0) {
      throw new Malformation("its length fits no number of terms");
    }
    int hashes = SealedForm.HEAD_BYTES + Integer.BYTES;
    int first = hashes + xorbCount * XetHash.BYTES;
    int end = first + (int) termBytes;
    var terms = new TermsBuilder();
    for (int at = first; at < end; at += TERM_BYTES) {
      int xorb = LittleEndian.i32(bytes, at);
      if (xorb < 0 || xorb >= xorbCount) {
        throw new Malformation("a term names no xorb");
      }
      add(terms, XetHash.of(bytes, hashes + xorb * XetHash.BYTES), bytes, at);
    }
    return terms.build();
  }

  private static void add(TermsBuilder terms, XetHash xorb, byte[] bytes, int at)
      throws Malformation {
    int start = LittleEndian.i32(bytes, at + Integer.BYTES);
    int end = LittleEndian.i32(bytes, at + 2 * Integer.BYTES);
    int length = LittleEndian.i32(bytes, at + 3 * Integer.BYTES);
    if (!Term.isPossible(start, end, length)) {
      throw new Malformation("a term is impossible");
    }
    terms.add(xorb, start, end, length);
  }
}
