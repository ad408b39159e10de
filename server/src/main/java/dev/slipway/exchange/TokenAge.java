package dev.slipway.exchange;

import dev.slipway.publishing.Publisher;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimPolicy.Freshness;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How old an ID token may be for a publisher: thieves use old ones. {@link ClaimPolicy} decides;
 * here a time of birth becomes an age, which people understand.
 */
final class TokenAge {

  private TokenAge() {}

  /** What the policy of a publisher says of a token now. */
  static PolicyReport judged(
      ClaimPolicy policy, Publisher publisher, VerifiedToken token, Instant now) {
    Freshness freshness = wanted(publisher, now);
    PolicyReport report = policy.evaluate(token, freshness);
    String age = Duration.between(token.issuedAt(), now).toSeconds() + " s ago";
    return new PolicyReport(
        report.matches().stream()
            .map(match -> match.verdict() == Verdict.TOO_OLD ? aged(match, freshness, age) : match)
            .toList(),
        report.anchored());
  }

  /** How fresh a publisher wants a token that is shown now. */
  static Freshness wanted(Publisher publisher, Instant now) {
    return new Freshness(now, publisher.rule().maxAge());
  }

  private static ClaimMatch aged(ClaimMatch match, Freshness freshness, String age) {
    return new ClaimMatch(
        match.claim(),
        match.verdict(),
        freshness.maxAge().map(limit -> "at most " + limit.toSeconds() + " s ago"),
        Optional.of(age));
  }
}
