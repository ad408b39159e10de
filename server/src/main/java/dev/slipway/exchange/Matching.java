package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.VerifiedToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the publishers of one resource say of a token, each for itself. */
record Matching(List<Answer> answers) {

  /** Write before read-only, then most claims, then oldest. */
  private static final Comparator<Match> BEST_FIRST =
      Comparator.comparing((Match match) -> match.publisher().grant().isReadOnly())
          .thenComparing(match -> -match.publisher().claims().size())
          .thenComparing(match -> match.publisher().history().createdAt())
          .thenComparing(match -> match.publisher().id());

  Matching {
    answers = List.copyOf(answers);
  }

  /** What one publisher says. */
  sealed interface Answer {}

  /**
   * It accepts the token.
   *
   * @param pins the ids to pin if this is its first job
   */
  record Match(Publisher publisher, ClaimPolicy policy, Map<String, ClaimValue> pins)
      implements Answer {

    /** The issuer's rules and the publisher's may differ; the stricter count. */
    int limit(RegisteredIssuer issuer) {
      return Math.min(
          issuer.rules().tokens().exchangesPerToken(),
          policy.preset().tokens().exchangesPerToken());
    }
  }

  /** It would accept the token, but takes nobody for now. */
  record Closed(Publisher publisher, Closure why) implements Answer {}

  /** All its claims match, and the ids of its first job do not: whose job is this? */
  record Stranger(
      Publisher publisher, PolicyReport report, Map<String, ClaimValue> found, Reason why)
      implements Answer {}

  /** It is the workload of its first job under other names. */
  record Renamed(Publisher publisher, PolicyReport report, Map<String, ClaimValue> names)
      implements Answer {}

  /** What it asks for has become too little under new rules. */
  record Outdated(Publisher publisher) implements Answer {}

  /** Its claims do not match. */
  record Mismatch(PolicyReport report) implements Answer {}

  /** Asks every publisher; one whose claims have become too weak under new rules accepts nobody. */
  static Matching of(
      VerifiedToken token, RegisteredIssuer issuer, List<Publisher> publishers, Instant now) {
    List<Answer> answers = new ArrayList<>();
    for (Publisher publisher : publishers) {
      answers.add(
          switch (publisher.policy(issuer.rules(publisher.preset()))) {
            case Value<ClaimPolicy>(var policy) -> answer(token, publisher, policy, now);
            case Malformed<ClaimPolicy> _ -> new Outdated(publisher);
          });
    }
    return new Matching(answers);
  }

  private static Answer answer(
      VerifiedToken token, Publisher publisher, ClaimPolicy policy, Instant now) {
    PolicyReport report = TokenAge.judged(policy, publisher, token, now);
    PinCheck pins = new PinCheck(publisher, policy.preset(), token.claims());
    if (!report.accepted()) {
      Map<String, ClaimValue> names = pins.newNames(report);
      return names.isEmpty()
          ? new Mismatch(report)
          : new Renamed(publisher, pins.judged(report), names);
    }
    if (!pins.holds()) {
      return new Stranger(publisher, pins.judged(report), pins.found(), pins.reason());
    }
    return Closure.of(publisher, now)
        .<Answer>map(why -> new Closed(publisher, why))
        .orElseGet(() -> new Match(publisher, policy, pins.first()));
  }

  /** Those that accept the token, the one that counts first. */
  List<Match> matches() {
    return of(Match.class).sorted(BEST_FIRST).toList();
  }

  /** The answers of one kind. */
  <A extends Answer> Stream<A> of(Class<A> kind) {
    return answers.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** What those object to that do not accept the token. */
  List<PolicyReport> objections() {
    return answers.stream()
        .flatMap(answer ->
            switch (answer) {
              case Mismatch(var report) -> Stream.of(report);
              case Stranger(_, var report, _, _) -> Stream.of(report);
              case Renamed(_, var report, _) -> Stream.of(report);
              case Match _, Closed _, Outdated _ -> Stream.empty();
            })
        .toList();
  }
}
