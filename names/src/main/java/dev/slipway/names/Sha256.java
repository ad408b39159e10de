package dev.slipway.names;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where a SHA-256 (FIPS 180-4) begins. */
public final class Sha256 {

  private Sha256() {}

  /** A digest of nothing yet; for one thread. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
