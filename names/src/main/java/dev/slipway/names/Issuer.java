package dev.slipway.names;

/**
 * The {@code iss} of an identity provider, compared code point by code point and stored as written:
 * no case folding, no normalising, no trailing slash added or dropped (OpenID Connect Core,
 * 3.1.3.7).
 *
 * <p>Holding one says nothing of whether its address may be fetched; that is decided where fetching
 * is.
 *
 * @param text 1 to 255 visible ASCII characters
 */
public record Issuer(String text) implements Comparable<Issuer> {

  /** Longest issuer, in characters. */
  public static final int MAX_CHARACTERS = 255;

  public Issuer {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not an issuer");
    }
  }

  /** Reads an issuer as it stands in a token or a form. */
  public static Parsed<Issuer> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new Issuer(text))
        : Parsed.malformed("an issuer is a URL of at most 255 visible ASCII characters");
  }

  private static boolean isWellFormed(String text) {
    return !text.isEmpty() && text.length() <= MAX_CHARACTERS && isVisible(text);
  }

  /** A loop, because one is read with each row of a publisher. */
  private static boolean isVisible(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7F) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int compareTo(Issuer other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
