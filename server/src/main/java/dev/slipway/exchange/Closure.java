package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.publishing.Publisher;
import java.time.Instant;
import java.util.Optional;

/** Why a publisher that would accept a token takes nobody for now. */
enum Closure {
  SUSPENDED(
      ReasonCode.PUBLISHER_SUSPENDED,
      "the trusted publisher is suspended since its repository moved to another account;"
          + " a maintainer confirms it by editing it"),
  WAITED_TOO_LONG(
      ReasonCode.PIN_WINDOW_EXPIRED,
      "the trusted publisher was paused because no job came within seven days of its last edit;"
          + " a maintainer can resume it"),
  PAUSED(
      ReasonCode.PUBLISHER_PAUSED, "the trusted publisher is paused; a maintainer can resume it"),
  EXPIRED(
      ReasonCode.PUBLISHER_EXPIRED,
      "the trusted publisher has expired; a maintainer can give it another date");

  private final ReasonCode reason;
  private final String sentence;

  Closure(ReasonCode reason, String sentence) {
    this.reason = reason;
    this.sentence = sentence;
  }

  /** The reason in a word. */
  Reason reason() {
    return reason.plain();
  }

  /** The reason for the very workload that the publisher names, and for its maintainers. */
  String sentence() {
    return sentence;
  }

  /** Why a publisher is closed now, if it is. */
  static Optional<Closure> of(Publisher publisher, Instant now) {
    if (publisher.state().isSuspended()) {
      return Optional.of(SUSPENDED);
    }
    if (publisher.pins().isOverdue(now)) {
      return Optional.of(WAITED_TOO_LONG);
    }
    if (publisher.state().isPaused()) {
      return Optional.of(PAUSED);
    }
    return publisher.state().isExpired(now) ? Optional.of(EXPIRED) : Optional.empty();
  }
}
