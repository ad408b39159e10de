package dev.slipway.xet.hashing;

import dev.slipway.names.Parsed;
import java.util.HexFormat;

/**
 * The hash of a chunk, a xorb or a file: 32 bytes, taken as four little-endian numbers of 64 bits.
 *
 * <p>Its text is these numbers in hexadecimal, so the bytes of each group of eight stand in reverse
 * (Xet specification 1.1, hashing). In binary forms the bytes stand in their own order. The order
 * of hashes is the order of their texts.
 */
public record XetHash(long first, long second, long third, long fourth)
    implements Comparable<XetHash> {

  /** Number of bytes. */
  public static final int BYTES = 32;

  /** Number of hexadecimal digits. */
  public static final int DIGITS = 64;

  /** The hash of the empty file, which has no chunks. */
  public static final XetHash ZERO = new XetHash(0, 0, 0, 0);

  private static final HexFormat HEX = HexFormat.of();
  private static final int WORD_DIGITS = 16;

  /** Reads exactly 64 lower-case hexadecimal digits. */
  public static Parsed<XetHash> parse(String text) {
    if (text.length() != DIGITS || !text.chars().allMatch(XetHash::isLowerHex)) {
      return Parsed.malformed("a Xet hash is 64 lower-case hexadecimal digits");
    }
    return Parsed.of(new XetHash(word(text, 0), word(text, 1), word(text, 2), word(text, 3)));
  }

  /** The hash whose 32 bytes stand in {@code bytes} from {@code offset}. */
  public static XetHash of(byte[] bytes, int offset) {
    return new XetHash(
        LittleEndian.i64(bytes, offset),
        LittleEndian.i64(bytes, offset + Long.BYTES),
        LittleEndian.i64(bytes, offset + 2 * Long.BYTES),
        LittleEndian.i64(bytes, offset + 3 * Long.BYTES));
  }

  /** The bytes in their own order, a new array each time. */
  public byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    putInto(bytes, 0);
    return bytes;
  }

  /** The number that the last eight bytes make; chunking and grouping rules divide it. */
  public long lastWord() {
    return fourth;
  }

  public void putInto(byte[] bytes, int offset) {
    LittleEndian.put64(bytes, offset, first);
    LittleEndian.put64(bytes, offset + Long.BYTES, second);
    LittleEndian.put64(bytes, offset + 2 * Long.BYTES, third);
    LittleEndian.put64(bytes, offset + 3 * Long.BYTES, fourth);
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static long word(String text, int index) {
    return HexFormat.fromHexDigitsToLong(text, index * WORD_DIGITS, (index + 1) * WORD_DIGITS);
  }

  @Override
  public int compareTo(XetHash other) {
    int order = Long.compareUnsigned(first, other.first);
    order = order != 0 ? order : Long.compareUnsigned(second, other.second);
    order = order != 0 ? order : Long.compareUnsigned(third, other.third);
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }

  @Override
  public String toString() {
    return HEX.toHexDigits(first)
        + HEX.toHexDigits(second)
        + HEX.toHexDigits(third)
        + HEX.toHexDigits(fourth);
  }
}
