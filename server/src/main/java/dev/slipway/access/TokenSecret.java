package dev.slipway.access;

import dev.slipway.names.Sha256;

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
    return Sha256.hex(text);
  }

  @Override
  public String toString() {
    return "TokenSecret[hidden]";
  }
}
