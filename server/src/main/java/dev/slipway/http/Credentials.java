package dev.slipway.http;

import dev.slipway.access.TokenSecret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * What a request shows of its sender: a bearer token, or a token as the password of HTTP Basic,
 * whose user name is not looked at (git and git-lfs).
 */
sealed interface Credentials {

  record None() implements Credentials {}

  record Token(TokenSecret secret) implements Credentials {}

  /** A header that is neither; it counts as a wrong token, not as none. */
  record Unreadable() implements Credentials {}

  /** Reads the {@code Authorization} headers of a request. */
  static Credentials of(List<String> headers) {
    if (headers.isEmpty()) {
      return new None();
    }
    String header = headers.getFirst().strip();
    int space = header.indexOf(' ');
    if (headers.size() > 1 || space < 0 || header.length() > TokenSecret.MAX_CHARACTERS * 2) {
      return new Unreadable();
    }
    String value = header.substring(space + 1).strip();
    return switch (dev.slipway.names.Ascii.lowerCase(header.substring(0, space))) {
      case "bearer" -> new Token(new TokenSecret(value));
      case "basic" -> basic(value);
      default -> new Unreadable();
    };
  }

  private static Credentials basic(String value) {
    try {
      String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? new Unreadable() : new Token(new TokenSecret(pair.substring(colon + 1)));
    } catch (IllegalArgumentException _) {
      return new Unreadable();
    }
  }
}
