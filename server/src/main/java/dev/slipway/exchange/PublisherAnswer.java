package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.Explanation.Objection;
import dev.slipway.publishing.Publisher;
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.PolicyReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one publisher says.
 *
 * @param problem what is wrong beside the claims, or why they were not looked at
 * @param report claim by claim; without claims if they were not looked at
 */
public record PublisherAnswer(
    Publisher publisher, Optional<Objection> problem, PolicyReport report) {

  static final Comparator<PublisherAnswer> NEAREST_FIRST =
      Comparator.comparing((PublisherAnswer answer) -> !answer.report.anchored())
          .thenComparing(answer -> answer.report.matches().isEmpty())
          .thenComparing(answer -> answer.report.failures().size());

  /** Whether it lets the token in. */
  public boolean accepted() {
    return problem.isEmpty() && report.accepted();
  }

  /** Claim by claim. */
  public List<ClaimMatch> claims() {
    return report.matches();
  }

  /** Why not, the worst first. */
  List<Reason> reasons() {
    if (isOfAnotherJob()) {
      return problem.map(Objection::reason).stream().toList();
    }
    List<Reason> reasons = new ArrayList<>();
    report.failures().forEach(failure -> reasons.add(Reason.of(failure)));
    problem.map(Objection::reason).ifPresent(reasons::add);
    return reasons;
  }

  String sentence() {
    Optional<String> said = problem.map(Objection::sentence);
    Optional<String> failure = report.failures().stream().findFirst().map(Disclosure::sentence);
    return (isOfAnotherJob() ? said.or(() -> failure) : failure.or(() -> said))
        .orElse(Disclosure.NOT_ACCEPTED);
  }

  /** Whether the ids or the names are not those of the first job, which says it all. */
  private boolean isOfAnotherJob() {
    return problem.filter(Objection::isOfPins).isPresent();
  }

  boolean isOfOtherIssuer() {
    return problem.filter(why -> why.reason().code() == ReasonCode.OTHER_ISSUER).isPresent();
  }
}
