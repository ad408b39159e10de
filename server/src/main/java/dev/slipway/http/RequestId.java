package dev.slipway.http;

import dev.slipway.names.Ascii;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The two names of a request.
 *
 * @param shown what {@code X-Request-Id} says: the client's own id if it is one, else {@code own}
 * @param own made here, and unique
 */
public record RequestId(String shown, String own) {

  private static final int RANDOM_BYTES = 16;
  private static final int MIN_CHARACTERS = 8;
  private static final int MAX_CHARACTERS = 64;

  /** What logs and the audit keep: our own, and behind a space the one shown, if it is another. */
  public String both() {
    return own.equals(shown) ? own : own + " " + shown;
  }

  static RequestId of(Optional<String> fromClient, SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String own = HexFormat.of().formatHex(bytes);
    return new RequestId(fromClient.filter(RequestId::isWellFormed).orElse(own), own);
  }

  private static boolean isWellFormed(String text) {
    return text.length() >= MIN_CHARACTERS
        && text.length() <= MAX_CHARACTERS
        && text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '-');
  }
}
