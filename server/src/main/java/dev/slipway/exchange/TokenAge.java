package dev.slipway.exchange;

import dev.slipway.publishing.Publisher;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How old an ID token may be for a publisher: thieves use old ones. */
final class TokenAge {

  private static final String CLAIM = "iat";

  private TokenAge() {}

  /** The report, with an objection if the token is older than its publisher takes them. */
  static PolicyReport judged(
      PolicyReport report, Publisher publisher, VerifiedToken token, Instant now) {
    Duration age = Duration.between(token.issuedAt(), now);
    return publisher
        .rule()
        .maxAge()
        .filter(limit -> age.compareTo(limit) > 0)
        .map(limit -> with(report, objection(limit, age)))
        .orElse(report);
  }

  private static PolicyReport with(PolicyReport report, ClaimMatch objection) {
    List<ClaimMatch> all = new ArrayList<>(report.matches());
    all.add(objection);
    return new PolicyReport(all, report.anchored());
  }

  private static ClaimMatch objection(Duration limit, Duration age) {
    return new ClaimMatch(
        CLAIM,
        Verdict.MISMATCH,
        Optional.of("at most " + limit.toSeconds() + " s ago"),
        Optional.of(age.toSeconds() + " s ago"));
  }
}
