package dev.slipway.exchange;

import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.VerifiedToken;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the publishers of one resource say of a token.
 *
 * @param matches those that accept it, the one that counts first
 * @param refusals what the others object to
 * @param isSuspended whether one of them would have accepted it, were it not suspended
 */
record Matching(List<Match> matches, List<PolicyReport> refusals, boolean isSuspended) {

  /** Write before read-only, then most claims, then oldest. */
  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparing((Match match) -> match.publisher().grant().isReadOnly())
          .thenComparing(match -> -match.publisher().claims().size())
          .thenComparing(match -> match.publisher().history().createdAt())
          .thenComparing(match -> match.publisher().id());

  Matching {
    matches = matches.stream().sorted(BEST_FIRST).toList();
    refusals = List.copyOf(refusals);
  }

  /** A publisher that accepts the token. */
  record Match(Publisher publisher, ClaimPolicy policy) {

    /** The issuer's rules and the publisher's may differ; the stricter count. */
    int limit(RegisteredIssuer issuer) {
      return Math.min(
          issuer.rules().tokens().exchangesPerToken(),
          policy.preset().tokens().exchangesPerToken());
    }
  }

  /** Asks every publisher; one whose claims have become too weak under new rules accepts nobody. */
  static Matching of(VerifiedToken token, RegisteredIssuer issuer, List<Publisher> publishers) {
    List<Match> matches = new ArrayList<>();
    List<PolicyReport> refusals = new ArrayList<>();
    boolean isSuspended = false;
    for (Publisher publisher : publishers) {
      if (publisher.policy(issuer.rules(publisher.preset()))
          instanceof Value<ClaimPolicy>(var policy)) {
        PolicyReport report = policy.evaluate(token);
        if (report.accepted() && publisher.state().isSuspended()) {
          isSuspended = true;
        } else if (report.accepted()) {
          matches.add(new Match(publisher, policy));
        } else {
          refusals.add(report);
        }
      }
    }
    return new Matching(matches, refusals, isSuspended);
  }
}
