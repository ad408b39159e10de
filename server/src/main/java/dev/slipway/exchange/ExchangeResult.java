package dev.slipway.exchange;

import dev.slipway.access.TokenSecret;
import dev.slipway.attempts.Reason;
import java.time.Duration;

/** What came of an exchange. */
sealed interface ExchangeResult {

  /** A new access token. */
  record Granted(TokenSecret secret, Duration lifetime) implements ExchangeResult {}

  /** The request itself is wrong; {@code reason} goes to the job's log. */
  record Malformed(String reason) implements ExchangeResult {}

  /**
   * Nothing is granted.
   *
   * @param reason says no more than the caller may know
   * @param cause the whole reason in a word, for logs
   */
  record Refused(String reason, Reason cause) implements ExchangeResult {}

  /** Nothing can be said, because the issuer's keys cannot be had. */
  record Unavailable(Duration retryAfter) implements ExchangeResult {}
}
