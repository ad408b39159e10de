package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.Matching.Match;
import dev.slipway.exchange.TokenCheck.Checked;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Target;
import dev.slipway.publishing.Targets;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimMatch;
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
import java.util.Comparator;
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
  private final PublisherStore publishers;
  private final Targets targets;
  private final TokenCheck tokens;
  private final InstantSource time;

  Explanation(
      Database database,
      IssuerStore issuers,
      PublisherStore publishers,
      Targets targets,
      TokenCheck tokens,
      InstantSource time) {
    this.database = database;
    this.issuers = issuers;
    this.publishers = publishers;
    this.targets = targets;
    this.tokens = tokens;
    this.time = time;
  }

  /** Something that is wrong, in a word and in a sentence. */
  public record Objection(Reason reason, String sentence) {

    private boolean isOfPins() {
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

    private String sentence() {
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
    Optional<Found> found = targets.find(tx, resource);
    Target target = found.map(Found::target).orElse(Disclosure.NOWHERE);
    List<PublisherAnswer> answers = new ArrayList<>();
    for (Publisher publisher : publishers.list(tx, target)) {
      answers.add(answer(tx, publisher, shown));
    }
    Optional<Publisher> letIn =
        letIn(tx, target, shown).filter(_ -> found.filter(Found::isOpen).isPresent());
    return new Answer(letIn, token(shown, answers), resource(found), answers);
  }

  private static Optional<Objection> resource(Optional<Found> found) {
    if (found.isEmpty()) {
      return Optional.of(
          new Objection(ReasonCode.RESOURCE_UNKNOWN.plain(), "there is no such resource"));
    }
    return found.get().isOpen()
        ? Optional.empty()
        : Optional.of(
            new Objection(ReasonCode.OWNER_LOCKED.plain(), "it, or its owner, is locked"));
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
      case Checked.Unfit(var flaw, _) -> Optional.of(objection(flaw));
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
  private Optional<Publisher> letIn(Tx tx, Target target, Shown shown) {
    if (!(shown.checked() instanceof Checked.Genuine(var token, var uses))) {
      return Optional.empty();
    }
    return issuers
        .find(tx, token.issuer())
        .filter(RegisteredIssuer::isEnabled)
        .flatMap(issuer ->
            Matching.of(token, issuer, publishers.find(tx, target, token.issuer()), time.instant())
                .matches()
                .stream()
                .findFirst()
                .filter(first -> uses < first.limit(issuer)))
        .map(Match::publisher);
  }

  private PublisherAnswer answer(Tx tx, Publisher publisher, Shown shown) {
    UnverifiedToken token = shown.token();
    if (!publisher.issuer().equals(token.issuer())) {
      return problem(
          publisher, ReasonCode.OTHER_ISSUER, "it is for the issuer " + publisher.issuer());
    }
    Optional<RegisteredIssuer> issuer = issuers.find(tx, publisher.issuer());
    if (issuer.isEmpty() || !issuer.get().isEnabled()) {
      return problem(publisher, ReasonCode.ISSUER_DISABLED, "its issuer is disabled");
    }
    return switch (publisher.policy(issuer.get().rules(publisher.preset()))) {
      case Malformed<ClaimPolicy>(var problem) ->
          problem(publisher, ReasonCode.PUBLISHER_OUTDATED, problem);
      case Value<ClaimPolicy>(var policy) -> answer(publisher, policy, issuer.get(), shown);
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
