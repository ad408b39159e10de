package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.Matching.Match;
import dev.slipway.exchange.TokenCheck.Checked;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Targets;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.Flaw;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import dev.slipway.trust.VerifiedToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says, to somebody who may know everything, why an ID token would be accepted or not: publisher by
 * publisher, claim by claim. Mints nothing, remembers nothing.
 */
public final class Explanation {

  private final Database database;
  private final IssuerStore issuers;
  private final Candidates candidates;
  private final FirstUse firstUse;
  private final Targets targets;
  private final TokenCheck tokens;
  private final InstantSource time;

  /** Looks in these rows, and asks issuers for keys as an exchange would. */
  Explanation(
      Database database,
      IssuerStore issuers,
      FirstUse firstUse,
      Targets targets,
      TokenCheck tokens) {
    this.database = database;
    this.issuers = issuers;
    this.firstUse = firstUse;
    this.candidates = firstUse.candidates();
    this.targets = targets;
    this.tokens = tokens;
    this.time = candidates.time();
  }

  /** Something that is wrong, in a word and in a sentence. */
  public record Objection(Reason reason, String sentence) {

    boolean isOfPins() {
      return reason.code() == ReasonCode.PIN_MISMATCH || reason.code() == ReasonCode.RENAMED;
    }
  }

  /**
   * What would become of an exchange.
   *
   * @param letIn the publisher that would let the token in; empty if none would
   * @param token what is wrong with the token itself; empty if nothing is
   * @param resource what is wrong with the resource; empty if nothing is
   * @param publishers those of the resource, oldest first
   */
  public record Answer(
      Optional<Publisher> letIn,
      Optional<Objection> token,
      Optional<Objection> resource,
      List<PublisherAnswer> publishers) {

    public Answer {
      publishers = List.copyOf(publishers);
    }

    /** Whether it would be granted. */
    public boolean accepted() {
      return letIn.isPresent();
    }

    /** Why it would not be, the worst first; of several publishers the nearest counts. */
    List<Reason> reasons() {
      Optional<Objection> whole = token.or(() -> resource);
      if (accepted() || whole.isPresent()) {
        return whole.filter(_ -> !accepted()).map(Objection::reason).stream().toList();
      }
      return nearest()
          .map(PublisherAnswer::reasons)
          .orElseGet(() -> List.of(ReasonCode.NO_PUBLISHER.plain()));
    }

    /** Why it would not be, in a sentence for maintainers. */
    String sentence() {
      return token
          .or(() -> resource)
          .map(Objection::sentence)
          .or(() -> nearest().map(PublisherAnswer::sentence))
          .orElse("no publisher here names the issuer of the ID token");
    }

    /** The publisher of the token's issuer that is nearest to letting it in. */
    Optional<PublisherAnswer> nearest() {
      return publishers.stream()
          .filter(answer -> !answer.isOfOtherIssuer())
          .min(PublisherAnswer.NEAREST_FIRST);
    }
  }

  /** What to try first. */
  Advice advice() {
    return new Advice(tokens.audience());
  }

  /** Explains an ID token to the maintainers of {@code resource}. */
  public Answer explain(Resource resource, String idToken) {
    return switch (UnverifiedToken.read(idToken)) {
      case Unreadable(var flaw) ->
          new Answer(Optional.empty(), Optional.of(objection(flaw)), Optional.empty(), List.of());
      case Readable(var token) -> {
        Shown shown = new Shown(token, tokens.check(token));
        yield database.read(tx -> explain(tx, resource, shown));
      }
    };
  }

  /** A token that somebody asks about. */
  record Shown(UnverifiedToken token, Checked checked) {

    int uses() {
      return checked instanceof Checked.Genuine(_, var uses) ? uses : 0;
    }
  }

  /** The same of a token that was checked, within a transaction. */
  Answer explain(Tx tx, Resource resource, Shown shown) {
    Case asked = new Case(shown, issuers.find(tx, shown.token().issuer()));
    return targets
        .find(tx, resource)
        .map(found -> ofThere(tx, found, resource, asked))
        .orElseGet(() -> ofMissing(tx, resource, asked));
  }

  /** A token, and what is known of its issuer. */
  private record Case(Shown shown, Optional<RegisteredIssuer> issuer) {

    /** The token, if it is genuine and its issuer enabled. */
    Optional<Candidates.Shown> genuine() {
      return shown.checked() instanceof Checked.Genuine(var token, _)
          ? issuer
              .filter(RegisteredIssuer::isEnabled)
              .map(known -> new Candidates.Shown(token, known))
          : Optional.empty();
    }
  }

  private Answer ofThere(Tx tx, Found found, Resource resource, Case asked) {
    List<PublisherAnswer> answers = new ArrayList<>();
    for (Publisher publisher : candidates.all(tx, found, resource)) {
      answers.add(answer(publisher, resource, asked));
    }
    Optional<Objection> closed =
        found.isOpen()
            ? Optional.empty()
            : Optional.of(
                new Objection(ReasonCode.OWNER_LOCKED.plain(), "it, or its owner, is locked"));
    Optional<Publisher> letIn =
        asked
            .genuine()
            .filter(_ -> closed.isEmpty())
            .map(genuine ->
                Matching.of(
                    genuine.token(),
                    genuine.issuer(),
                    candidates.of(tx, found, resource, genuine),
                    time.instant()))
            .flatMap(matching -> letIn(matching, asked));
    return new Answer(letIn, token(asked.shown(), answers), closed, answers);
  }

  /** What is not there may be created by the first job that comes for it. */
  private Answer ofMissing(Tx tx, Resource resource, Case asked) {
    Optional<FirstUse.Plan> plan =
        asked.genuine().flatMap(genuine -> firstUse.plan(tx, genuine, resource));
    List<PublisherAnswer> answers =
        plan.stream()
            .flatMap(found -> found.publishers().stream())
            .map(publisher -> answer(publisher, resource, asked))
            .toList();
    Optional<Objection> missing =
        plan.isPresent()
            ? Optional.empty()
            : Optional.of(
                new Objection(
                    ReasonCode.RESOURCE_UNKNOWN.plain(),
                    "there is no such resource, and no publisher that creates it for this token"));
    return new Answer(
        plan.flatMap(found -> letIn(found.matching(), asked)), Optional.empty(), missing, answers);
  }

  /**
   * What is wrong with the token. Whether another resource's publishers name its issuer is nobody's
   * business here.
   */
  private static Optional<Objection> token(Shown shown, List<PublisherAnswer> answers) {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    if (answers.stream().allMatch(PublisherAnswer::isOfOtherIssuer)) {
      return Optional.of(
          new Objection(
              ReasonCode.NO_PUBLISHER.plain(),
              "no publisher here names the issuer " + shown.token().issuer()));
    }
    return switch (shown.checked()) {
      case Checked.Genuine _ -> Optional.empty();
      case Checked.Unfit(var flaw, _, _) -> Optional.of(objection(flaw));
      case Checked.Unsigned(var flaw) -> Optional.of(objection(flaw));
      case Checked.NoKeys _ ->
          Optional.of(
              new Objection(ReasonCode.KEYS_STALE.plain(), "the issuer's keys cannot be fetched"));
      case Checked.NoIssuer(var reason, var sentence) ->
          Optional.of(new Objection(reason, sentence));
    };
  }

  private static Objection objection(Flaw flaw) {
    return new Objection(Reason.of(flaw), flaw.sentence());
  }

  /**
   * Of several publishers that accept a token the exchange asks one alone whether it is used up.
   */
  private static Optional<Publisher> letIn(Matching matching, Case asked) {
    return matching.matches().stream()
        .findFirst()
        .filter(first -> asked.shown().uses() < first.limit(asked.issuer().orElseThrow()))
        .map(Match::publisher);
  }

  private PublisherAnswer answer(Publisher publisher, Resource resource, Case asked) {
    if (!publisher.issuer().equals(asked.shown().token().issuer())) {
      return problem(
          publisher, ReasonCode.OTHER_ISSUER, "it is for the issuer " + publisher.issuer());
    }
    Optional<RegisteredIssuer> issuer = asked.issuer();
    if (issuer.isEmpty() || !issuer.get().isEnabled()) {
      return problem(publisher, ReasonCode.ISSUER_DISABLED, "its issuer is disabled");
    }
    if (resource instanceof Resource.OfRepo(var id)
        && !asked.genuine().stream().allMatch(shown -> Candidates.isNamed(publisher, id, shown))) {
      return problem(
          publisher,
          ReasonCode.OTHER_REPOSITORY,
          "it lets a job publish to the repository of its own name only");
    }
    return switch (publisher.policy(issuer.get().rules(publisher.preset()))) {
      case Malformed<ClaimPolicy>(var problem) ->
          problem(publisher, ReasonCode.PUBLISHER_OUTDATED, problem);
      case Value<ClaimPolicy>(var policy) -> answer(publisher, policy, issuer.get(), asked.shown());
    };
  }

  private PublisherAnswer answer(
      Publisher publisher, ClaimPolicy policy, RegisteredIssuer issuer, Shown shown) {
    Instant now = time.instant();
    if (!(shown.checked() instanceof Checked.Genuine(VerifiedToken token, int uses))) {
      return new PublisherAnswer(
          publisher,
          Closure.of(publisher, now).map(Explanation::objection),
          policy.explain(shown.token(), TokenAge.wanted(publisher, now)));
    }
    PolicyReport claims = TokenAge.judged(policy, publisher, token, now);
    PinCheck pins = new PinCheck(publisher, policy.preset(), token.claims());
    Optional<Objection> problem =
        pins.objection(claims)
            .or(() -> Closure.of(publisher, now).map(Explanation::objection))
            .or(() -> usedUp(new Match(publisher, policy, Map.of()).limit(issuer), uses));
    return new PublisherAnswer(publisher, problem, pins.judged(claims));
  }

  private static Objection objection(Closure closure) {
    return new Objection(closure.reason(), closure.sentence());
  }

  private static Optional<Objection> usedUp(int limit, int uses) {
    return uses < limit
        ? Optional.empty()
        : Optional.of(
            new Objection(
                Disclosure.usedUp(limit), "the token was already exchanged as often as it may be"));
  }

  private static PublisherAnswer problem(Publisher publisher, ReasonCode code, String problem) {
    return new PublisherAnswer(
        publisher,
        Optional.of(new Objection(code.plain(), problem)),
        new PolicyReport(List.of(), false));
  }
}
