package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.oauth.OAuthText;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.Flaw;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.VerifiedToken;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a refused caller is told. Claims are named only to the very workload that a publisher of the
 * resource names, and then with the token's own value, never the expected one.
 */
final class Disclosure {

  /**
   * The one text for everything that would tell whether a resource, a publisher or an issuer is
   * known here, and for a token whose signature nobody vouches for.
   */
  static final String NOT_ACCEPTED =
      "the ID token is not accepted for this resource;"
          + " its maintainers can see why with: slipway publisher attempts";

  /** The text for what is no ID token at all. */
  static final String MALFORMED = "the subject_token is not an ID token";

  private static final int MAX_VALUE_CHARACTERS = 100;

  private Disclosure() {}

  /**
   * Compares a token with what nobody asks for, where there is no publisher that it could be
   * compared with: a refusal is to take as long as with one.
   */
  static void compareWithNobody(VerifiedToken token, RegisteredIssuer issuer) {
    of(List.of(ClaimPolicy.ofNobody(issuer.rules()).evaluate(token)));
  }

  /** Why no publisher let the token in. */
  static String of(List<PolicyReport> reports) {
    return nearest(reports)
        .filter(PolicyReport::anchored)
        .map(report -> sentence(report.failures().getFirst()))
        .orElse(NOT_ACCEPTED);
  }

  /** The same in a word, for those who may know. */
  static Reason reason(List<PolicyReport> reports) {
    return nearest(reports)
        .map(report -> Reason.of(report.failures().getFirst()))
        .orElseGet(ReasonCode.PUBLISHER_OUTDATED::plain);
  }

  private static Optional<PolicyReport> nearest(List<PolicyReport> reports) {
    return reports.stream()
        .min(
            Comparator.comparing((PolicyReport report) -> !report.anchored())
                .thenComparing(report -> report.failures().size()));
  }

  /** Why a token is not exchanged that was exchanged {@code limit} times already. */
  static Reason usedUp(int limit) {
    return (limit == 1 ? ReasonCode.REPLAYED : ReasonCode.REPLAY_LIMIT).plain();
  }

  /** What is wrong with one claim, with the token's own value. */
  static String sentence(ClaimMatch failure) {
    String claim = "the claim " + shown(failure.claim());
    String found = failure.found().map(Disclosure::shown).orElse("nothing");
    return switch (failure.verdict()) {
      case MISMATCH, TOO_OLD -> claim + " does not match: this ID token says " + found;
      case MISSING -> claim + " does not match: this ID token does not have it";
      case WRONG_TYPE -> claim + " does not match: this ID token has it with another type";
      case DERIVATION_FAILED -> claim + " does not match: it cannot be derived from this ID token";
      case BLOCKED_TRIGGER ->
          "jobs that are started so are refused, because strangers can start them: " + found;
      case CONFLICT -> "claims of this ID token contradict each other at " + shown(failure.claim());
      case MATCH -> throw new IllegalArgumentException("a match is no failure");
    };
  }

  /**
   * What is wrong with a token whose issuer signed it, or the one text for one that nobody signed.
   * None of it says anything of a resource.
   */
  static String of(Flaw flaw, String audience) {
    return switch (flaw) {
      case AUDIENCE_MISSING, AUDIENCE_TYPE, AUDIENCE_SEVERAL, AUDIENCE_OTHER ->
          "the audience of the ID token must be exactly " + audience;
      case EXPIRED,
          ISSUED_IN_THE_FUTURE,
          NOT_YET_VALID,
          EXPIRES_BEFORE_ISSUED,
          LIVES_TOO_LONG,
          TOO_OLD,
          TOKEN_ID_MISSING,
          SUBJECT_MISSING,
          EXPIRY_MISSING,
          ISSUED_AT_MISSING ->
          "the ID token is not accepted: " + flaw.sentence();
      default -> NOT_ACCEPTED;
    };
  }

  /** Claims come from outside: no controls, no quotes, no length, in a text that CI logs show. */
  private static String shown(String text) {
    return OAuthText.shown(text, MAX_VALUE_CHARACTERS);
  }
}
