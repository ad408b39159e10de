package dev.slipway.names;

import java.security.SecureRandom;

/**
 * The identity of a repository for its whole life: it survives renames and is never given out
 * again.
 *
 * @param hex 24 lower-case hexadecimal digits, the shape of the Hub's object ids
 */
public record RepoKey(String hex) implements Comparable<RepoKey> {

  /** Number of hexadecimal digits. */
  public static final int DIGITS = 24;

  public RepoKey {
    if (!Hex.isLowerHex(hex, DIGITS)) {
      throw new IllegalArgumentException("not a repository key: " + hex);
    }
  }

  /** A new key from 96 random bits. */
  public static RepoKey random(SecureRandom random) {
    byte[] bytes = new byte[DIGITS / 2];
    random.nextBytes(bytes);
    return new RepoKey(Hex.of(bytes));
  }

  @Override
  public int compareTo(RepoKey other) {
    return hex.compareTo(other.hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
