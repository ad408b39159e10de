package dev.slipway.tokens;

import java.time.Duration;
import java.util.Optional;

/** How long a token works, as people write it: {@code 90m}, {@code 12h}, {@code 30d}. */
public final class Lifetime {

  private static final int MAX_DIGITS = 5;

  private Lifetime() {}

  /** Reads a positive duration. */
  public static Optional<Duration> parse(String text) {
    int digits = text.length() - 1;
    if (digits < 1
        || digits > MAX_DIGITS
        || !text.chars().limit(digits).allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    long count = Long.parseLong(text.substring(0, digits));
    return switch (text.charAt(digits)) {
      case 'm' -> positive(Duration.ofMinutes(count));
      case 'h' -> positive(Duration.ofHours(count));
      case 'd' -> positive(Duration.ofDays(count));
      default -> Optional.empty();
    };
  }

  private static Optional<Duration> positive(Duration duration) {
    return duration.isPositive() ? Optional.of(duration) : Optional.empty();
  }
}
