package dev.slipway.settings;

import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.access.PublishingPolicy.Pause;
import dev.slipway.names.Parsed;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;

/** What somebody wants of a publishing policy. */
sealed interface PolicyWish {

  /** The longest pause; a longer emergency is a decision. */
  Duration LONGEST_PAUSE = Duration.ofMinutes(60);

  /** Longest reason, in characters. */
  int MAX_REASON_CHARACTERS = 500;

  /** The member of a body that names the mode. */
  String MODE = "trustedPublishing";

  /** The member of a body that names the end of a pause. */
  String PAUSED_UNTIL = "trustedPublishingPausedUntil";

  /** The member of a body that says why. */
  String REASON = "trustedPublishingReason";

  /** Why, for the audit; empty if nobody said. */
  String reason();

  /** Nothing. */
  record Nothing() implements PolicyWish {

    @Override
    public String reason() {
      return "";
    }
  }

  /** This mode from now on; a pause ends. */
  record Lasting(PublishingMode mode, String reason) implements PolicyWish {}

  /** A milder mode for a while. */
  record Pausing(Pause pause, String reason) implements PolicyWish {}

  /** The end of a pause. */
  record Resuming(String reason) implements PolicyWish {}

  /** The policy as it is wanted, where it was {@code before}. */
  default PublishingPolicy appliedTo(PublishingPolicy before) {
    return switch (this) {
      case Nothing _ -> before;
      case Lasting(var mode, _) -> new PublishingPolicy(mode, before.ofOwner(), Optional.empty());
      case Pausing(var pause, _) ->
          new PublishingPolicy(before.own(), before.ofOwner(), Optional.of(pause));
      case Resuming _ -> new PublishingPolicy(before.own(), before.ofOwner(), Optional.empty());
    };
  }

  /** Whether the policy would ask for less than {@code before}: an administrator's to decide. */
  default boolean loosens(PublishingPolicy before) {
    return switch (this) {
      case Nothing _, Resuming _ -> false;
      case Lasting(var mode, _) -> mode.isMilderThan(before.own());
      case Pausing _ -> true;
    };
  }

  /** Reads the members of a settings request, at {@code now}. */
  static Parsed<PolicyWish> parse(Map<String, Object> members, Instant now) {
    if (members.containsKey(MODE) && members.containsKey(PAUSED_UNTIL)) {
      return Parsed.malformed("name \"" + MODE + "\" or \"" + PAUSED_UNTIL + "\", not both");
    }
    return switch (members.getOrDefault(REASON, "")) {
      case String reason when reason.length() <= MAX_REASON_CHARACTERS ->
          parse(members, reason.strip(), now);
      case null, default ->
          Parsed.malformed(
              "\"" + REASON + "\" is a text of at most " + MAX_REASON_CHARACTERS + " characters");
    };
  }

  private static Parsed<PolicyWish> parse(Map<String, Object> members, String reason, Instant now) {
    if (members.containsKey(PAUSED_UNTIL)) {
      return members.get(PAUSED_UNTIL) == null
          ? Parsed.of(new Resuming(reason))
          : pausing(String.valueOf(members.get(PAUSED_UNTIL)), reason, now);
    }
    if (!members.containsKey(MODE)) {
      return Parsed.of(new Nothing());
    }
    return PublishingMode.ofWord(String.valueOf(members.get(MODE)))
        .map(mode -> Parsed.<PolicyWish>of(new Lasting(mode, reason)))
        .orElseGet(() -> Parsed.malformed("\"" + MODE + "\" is off, warn or enforce"));
  }

  private static Parsed<PolicyWish> pausing(String text, String reason, Instant now) {
    if (reason.isEmpty()) {
      return Parsed.malformed("a pause has a reason: \"" + REASON + "\" is missing");
    }
    Instant until;
    try {
      until = Instant.parse(text);
    } catch (DateTimeParseException _) {
      return Parsed.malformed("\"" + PAUSED_UNTIL + "\" is a time like 2026-01-31T12:00:00Z");
    }
    return until.isAfter(now) && !until.isAfter(now.plus(LONGEST_PAUSE))
        ? Parsed.of(new Pausing(new Pause(PublishingMode.WARN, until), reason))
        : Parsed.malformed(
            "a pause ends in at most "
                + LONGEST_PAUSE.toMinutes()
                + " minutes: it is "
                + now.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                + " now");
  }
}
