package dev.slipway.xet;

/**
 * A piece of a stored xorb.
 *
 * @param offset the first byte
 * @param end behind the last byte
 */
public record PackedRange(long offset, long end) {

  public PackedRange {
    if (offset < 0 || end <= offset) {
      throw new IllegalArgumentException("no range of bytes: %d to %d".formatted(offset, end));
    }
  }

  /** The number of bytes, at least one. */
  public long length() {
    return end - offset;
  }
}
