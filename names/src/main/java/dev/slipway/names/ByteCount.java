package dev.slipway.names;

/**
 * A number of bytes, never negative.
 *
 * @param bytes the number
 */
public record ByteCount(long bytes) implements Comparable<ByteCount> {

  /** No bytes. */
  public static final ByteCount ZERO = new ByteCount(0);

  private static final long KIB = 1024;

  public ByteCount {
    if (bytes < 0) {
      throw new IllegalArgumentException("a number of bytes is not negative: " + bytes);
    }
  }

  /** So many times 1,024 bytes. */
  public static ByteCount kib(long count) {
    return new ByteCount(Math.multiplyExact(count, KIB));
  }

  /** So many times 1,048,576 bytes. */
  public static ByteCount mib(long count) {
    return new ByteCount(Math.multiplyExact(count, KIB * KIB));
  }

  /** Whether this is more than {@code other}. */
  public boolean exceeds(ByteCount other) {
    return bytes > other.bytes;
  }

  @Override
  public int compareTo(ByteCount other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    return bytes + " bytes";
  }
}
