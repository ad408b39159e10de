package dev.slipway.names;

/**
 * The SHA-1 of a git commit, as 40 lower-case hexadecimal digits.
 *
 * @param hex exactly 40 characters of {@code 0-9a-f}
 */
public record CommitId(String hex) implements Comparable<CommitId> {

  /** Number of hexadecimal digits. */
  public static final int DIGITS = 40;

  public CommitId {
    if (!Hex.isLowerHex(hex, DIGITS)) {
      throw new IllegalArgumentException("not a git commit id: " + hex);
    }
  }

  /** Reads exactly 40 lower-case hexadecimal digits. */
  public static Parsed<CommitId> parse(String text) {
    return Hex.isLowerHex(text, DIGITS)
        ? Parsed.of(new CommitId(text))
        : Parsed.malformed("a git commit id is 40 lower-case hexadecimal digits");
  }

  /** The id of a digest's bytes. */
  public static CommitId of(byte[] digest) {
    return new CommitId(Hex.of(digest));
  }

  /** The digest's bytes. */
  public byte[] bytes() {
    return Hex.bytes(hex);
  }

  @Override
  public int compareTo(CommitId other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
