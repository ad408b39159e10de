package dev.slipway.accounts;

import dev.slipway.access.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A code that works once, for somebody who has no password yet. Only its hash is kept.
 *
 * @param user whose password it sets; absent for the first administrator
 */
record OneTimeCode(String hash, Purpose purpose, Optional<UserId> user, Instant expiresAt) {

  /** How long a code may be used. */
  static final Duration LIFETIME = Duration.ofDays(7);

  enum Purpose {
    SET_UP("set-up"),
    PASSWORD("password");

    private final String word;

    Purpose(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
