package dev.slipway.names;

/**
 * The SHA-256 of a blob's bytes, as 64 lower-case hexadecimal digits.
 *
 * @param hex exactly 64 characters of {@code 0-9a-f}
 */
public record BlobId(String hex) implements Comparable<BlobId> {

  /** Number of hexadecimal digits. */
  public static final int DIGITS = 64;

  public BlobId {
    if (!Hex.isLowerHex(hex, DIGITS)) {
      throw new IllegalArgumentException("not a SHA-256: " + hex);
    }
  }

  /** Reads exactly 64 lower-case hexadecimal digits. */
  public static Parsed<BlobId> parse(String text) {
    return Hex.isLowerHex(text, DIGITS)
        ? Parsed.of(new BlobId(text))
        : Parsed.malformed("a SHA-256 is 64 lower-case hexadecimal digits");
  }

  /** The id of a digest's bytes. */
  public static BlobId of(byte[] digest) {
    return new BlobId(Hex.of(digest));
  }

  /** The digest's bytes. */
  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public int compareTo(BlobId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
