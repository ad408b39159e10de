package dev.slipway.http;

import dev.slipway.names.Ascii;
import java.math.BigInteger;

/** What a {@code Range} header asks of a body of known length (RFC 9110, 14). */
public sealed interface ByteRange {

  /** The whole body: no header, one that is not understood, or several ranges. */
  record Whole() implements ByteRange {}

  /** The bytes from {@code first} to {@code last}, both included. */
  record Part(long first, long last) implements ByteRange {

    /** Number of bytes. */
    public long length() {
      return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    public String contentRange(long size) {
      return "bytes " + first + "-" + last + "/" + size;
    }
  }

  /** Nothing of it is there: 416. */
  record Unsatisfiable() implements ByteRange {}

  /** Reads a header for a body of {@code size} bytes. */
  static ByteRange parse(String header, long size) {
    String text = header.strip();
    if (!Ascii.lowerCase(text).startsWith("bytes=") || text.indexOf(',') >= 0) {
      return new Whole();
    }
    String range = text.substring("bytes=".length()).strip();
    int dash = range.indexOf('-');
    if (dash < 0) {
      return new Whole();
    }
    try {
      return range(range.substring(0, dash).strip(), range.substring(dash + 1).strip(), size);
    } catch (NumberFormatException _) {
      return new Whole();
    }
  }

  private static ByteRange range(String from, String to, long size) {
    if (from.isEmpty()) {
      long suffix = number(to);
      return suffix == 0 || size == 0
          ? new Unsatisfiable()
          : new Part(Math.max(0, size - suffix), size - 1);
    }
    long first = number(from);
    long last = to.isEmpty() ? Long.MAX_VALUE : number(to);
    if (last < first) {
      return new Whole();
    }
    return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
  }

  /** Digits and nothing else; more than 63 bits have are as good as the most that they have. */
  private static long number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new NumberFormatException("not a position: " + digits);
    }
    var exact = new BigInteger(digits);
    return exact.bitLength() < Long.SIZE ? exact.longValue() : Long.MAX_VALUE;
  }
}
