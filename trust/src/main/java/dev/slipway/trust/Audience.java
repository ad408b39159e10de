package dev.slipway.trust;

import dev.slipway.names.Parsed;

/**
 * What the {@code aud} of an ID token must say for us to be meant: our public address, or another
 * that the operator configured. Compared code point by code point; never taken from a request (RFC
 * 7519, 4.1.3).
 *
 * @param text 1 to 255 visible ASCII characters, not ending in a slash
 */
public record Audience(String text) {

  /** Longest audience, in characters. */
  public static final int MAX_CHARACTERS = 255;

  public Audience {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not an audience");
    }
  }

  /** Reads an audience as the operator writes it; a final slash is an error here, not dropped. */
  public static Parsed<Audience> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new Audience(text))
        : Parsed.malformed(
            "an audience is 1 to 255 visible ASCII characters and does not end in a slash");
  }

  private static boolean isWellFormed(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CHARACTERS
        && !text.endsWith("/")
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  @Override
  public String toString() {
    return text;
  }
}
