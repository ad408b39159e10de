package dev.slipway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of an access token. It cannot be printed by accident; {@link #reveal} is the one way
 * out.
 */
public final class TokenSecret {

  /** Longest token that is looked at, in characters. */
  public static final int MAX_CHARACTERS = 4096;

  private final String text;

  /** A token as it came or as it will be given out. */
  public TokenSecret(String text) {
    this.text = text;
  }

  /** The token itself, for the answer that hands it over. */
  public String reveal() {
    return text;
  }

  /** What is stored: the SHA-256 of the token, in hexadecimal digits. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "TokenSecret[hidden]";
  }
}
