package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import java.util.Optional;

/** What to try first, for each reason; never what a publisher asks for. */
final class Advice {

  private final String audience;

  /** Advice of a hub whose ID tokens are for {@code audience}. */
  Advice(String audience) {
    this.audience = audience;
  }

  /**
   * One sentence without a full stop.
   *
   * @param found what the token says in the claim that is meant, fit to be shown
   */
  String of(Reason reason, Optional<String> found) {
    String claim = reason.detail();
    return switch (reason.code()) {
      case MALFORMED, HEADER_REJECTED, BAD_SIGNATURE ->
          "send the ID token itself, whole and as the CI provider gave it out";
      case ISSUER_UNKNOWN, NO_PUBLISHER, OTHER_ISSUER ->
          "a maintainer adds a publisher for this issuer: slipway publisher add";
      case ISSUER_DISABLED, ISSUER_SETTINGS, ISSUER_CHANGED, KEY_DISTRUSTED ->
          "an administrator looks at the issuer: slipway issuer list";
      case KEY_UNKNOWN ->
          "fetch a new ID token; if the issuer just changed its keys, wait a minute";
      case KEYS_STALE ->
          "an administrator sees to it that the hub reaches the issuer: slipway doctor";
      case AUDIENCE, DRY_RUN_AUDIENCE ->
          "have the job ask for an ID token whose audience is exactly " + audience;
      case EXPIRED, TOO_OLD -> "fetch the ID token right before it is shown";
      case NOT_YET_VALID -> "set the clock of the hub, or of the issuer";
      case LIFETIME_TOO_LONG -> "have the issuer give out ID tokens that live shorter";
      case RESOURCE_UNKNOWN ->
          "check the spelling: ns/name for a model, datasets/ns/name for a dataset, and so on";
      case OWNER_LOCKED -> "an administrator unlocks it";
      case PUBLISHER_SUSPENDED -> "a maintainer confirms the publisher by editing it";
      case PUBLISHER_PAUSED, PIN_WINDOW_EXPIRED -> "a maintainer resumes the publisher";
      case PUBLISHER_EXPIRED -> "a maintainer gives the publisher another date";
      case PUBLISHER_OUTDATED -> "a maintainer edits the publisher: it says too little by now";
      case CLAIM_MISMATCH -> mismatch(claim, found);
      case CLAIM_MISSING -> missing(claim);
      case CLAIM_TYPE ->
          "a maintainer asks for " + claim + " with the type that the ID token has: NAME:=JSON";
      case CLAIM_CONFLICT -> "use an ID token of the provider itself: this one contradicts itself";
      case DERIVATION_FAILED -> underived(claim);
      case TRIGGER_BLOCKED ->
          "start the job by a push or by hand; only a maintainer can unlock the event "
              + found.orElse(claim);
      case PIN_MISMATCH -> "a maintainer finds out whose job this is before resetting the pins";
      case RENAMED -> "a maintainer accepts the new name";
      case REPLAYED, REPLAY_LIMIT -> "fetch a new ID token for each exchange";
      case POLICY_DENIED -> "an administrator of the owner says what is allowed";
      case RATE_LIMITED -> "come again later";
    };
  }

  private static String mismatch(String claim, Optional<String> found) {
    return "run the job where "
        + claim
        + " is what the publisher asks for, or have a maintainer ask for "
        + found.map(value -> claim + " " + value).orElse("another " + claim);
  }

  private static String missing(String claim) {
    return claim.equals("environment")
        ? "give the job an environment, or have a maintainer ask for none"
        : "have the provider put " + claim + " into the ID token, or a maintainer not ask for it";
  }

  private static String underived(String claim) {
    return switch (claim) {
      case "branch" -> "run the job on a branch: this one ran for a tag, or for a pull request";
      case "tag" -> "run the job for a tag: this one ran on a branch, or for a pull request";
      default ->
          "the ID token does not say enough to compute "
              + claim
              + ": have a maintainer ask for another claim";
    };
  }
}
