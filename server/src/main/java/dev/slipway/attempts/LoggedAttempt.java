package dev.slipway.attempts;

import dev.slipway.attempts.Attempt.Detail;
import dev.slipway.attempts.Attempt.Outcome;
import dev.slipway.attempts.Attempt.Source;
import java.time.Instant;

/**
 * A row of the log: attempts that were alike.
 *
 * @param id 64 lower-case hexadecimal digits
 * @param isCollapsed whether it stands for many sources, of which {@code source} was the last
 * @param detail of the last of them
 */
record LoggedAttempt(
    String id, Source source, boolean isCollapsed, Outcome outcome, Detail detail, Tally tally) {

  /** How often, and when. */
  record Tally(
      long times, Instant firstAt, Instant lastAt, String lastRequestId, String lastClient) {}

  /** How much its maintainers should care. */
  String severity() {
    return switch (source.nearness()) {
      case LET_IN -> "info";
      case OWN -> outcome.isDryRun() ? "info" : "warning";
      case NEAR, STRANGER -> "notice";
    };
  }

  /** Whether a publisher let it in, or would have. */
  boolean isAccepted() {
    return source.nearness() == Nearness.LET_IN;
  }
}
