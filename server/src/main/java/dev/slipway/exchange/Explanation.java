package dev.slipway.exchange;

import dev.slipway.exchange.Matching.Match;
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
import dev.slipway.trust.ClaimMatch;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.PolicyReport;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.VerifiedToken;
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
  private final Targets targets;
  private final TokenVerifier verifier;
  private final InstantSource time;
  private final ReplayStore replays = new ReplayStore();

  /** Looks in these rows, and asks issuers for keys as an exchange would. */
  Explanation(
      Database database,
      IssuerStore issuers,
      Candidates candidates,
      Targets targets,
      TokenVerifier verifier,
      InstantSource time) {
    this.database = database;
    this.issuers = issuers;
    this.candidates = candidates;
    this.targets = targets;
    this.verifier = verifier;
    this.time = time;
  }

  /**
   * What would become of an exchange.
   *
   * @param token what is wrong with the token itself; empty if nothing is
   * @param resource what is wrong with the resource; empty if nothing is
   * @param publishers those of the resource, oldest first
   */
  public record Answer(
      boolean accepted,
      Optional<String> token,
      Optional<String> resource,
      List<PublisherAnswer> publishers) {

    public Answer {
      publishers = List.copyOf(publishers);
    }
  }

  /** What one publisher says: its claims, unless it could not be asked; and what else is wrong. */
  public record PublisherAnswer(
      Publisher publisher, boolean accepted, Optional<String> problem, List<ClaimMatch> claims) {

    public PublisherAnswer {
      claims = List.copyOf(claims);
    }
  }

  /** Explains an ID token to the maintainers of {@code resource}. */
  public Answer explain(Resource resource, String idToken) {
    return switch (UnverifiedToken.read(idToken)) {
      case Unreadable(var flaw) ->
          new Answer(false, Optional.of(flaw.sentence()), Optional.empty(), List.of());
      case Readable(var token) -> {
        Shown shown = check(token);
        yield database.read(tx -> explain(tx, resource, shown));
      }
    };
  }

  /**
   * A token that somebody asks about.
   *
   * @param verified the same, if it is genuine; else {@code flaw} says what is wrong
   * @param uses how often it was exchanged
   */
  private record Shown(
      UnverifiedToken token, Optional<VerifiedToken> verified, Optional<String> flaw, int uses) {}

  private Shown check(UnverifiedToken token) {
    Optional<RegisteredIssuer> issuer = database.read(tx -> issuers.find(tx, token.issuer()));
    if (issuer.isEmpty()) {
      return flawed(token, "no publisher here names the issuer " + token.issuer());
    }
    return switch (issuer.get().settings()) {
      case Malformed<IssuerSettings>(var problem) -> flawed(token, problem);
      case Value<IssuerSettings>(var settings) ->
          switch (verifier.verify(token, settings)) {
            case Verified(var verified) ->
                new Shown(
                    token,
                    Optional.of(verified),
                    Optional.empty(),
                    database.read(tx -> replays.uses(tx, verified.replayKey())));
            case Rejected(var flaw) -> flawed(token, flaw.sentence());
            case KeysUnavailable _ -> flawed(token, "the issuer's keys cannot be fetched");
          };
    };
  }

  private static Shown flawed(UnverifiedToken token, String flaw) {
    return new Shown(token, Optional.empty(), Optional.of(flaw), 0);
  }

  private Answer explain(Tx tx, Resource resource, Shown shown) {
    Optional<Found> found = targets.find(tx, resource);
    if (found.isEmpty()) {
      return new Answer(false, shown.flaw(), Optional.of("there is no such resource"), List.of());
    }
    Optional<String> closed =
        found.get().isOpen() ? Optional.empty() : Optional.of("it, or its owner, is locked");
    List<PublisherAnswer> answers = new ArrayList<>();
    for (Publisher publisher : candidates.all(tx, found.get(), resource)) {
      answers.add(
          isNamed(tx, publisher, resource, shown)
              ? answer(tx, publisher, shown)
              : problem(publisher, "it lets a job publish to the repository of its own name only"));
    }
    boolean accepted = closed.isEmpty() && isGranted(tx, found.get(), resource, shown);
    return new Answer(accepted, shown.flaw(), closed, answers);
  }

  /**
   * Of several publishers that accept a token the exchange asks one alone whether it is used up.
   */
  private boolean isGranted(Tx tx, Found found, Resource resource, Shown shown) {
    Optional<RegisteredIssuer> issuer = issuers.find(tx, shown.token().issuer());
    return shown
        .verified()
        .flatMap(token ->
            Matching.of(
                    token,
                    issuer.orElseThrow(),
                    candidates.of(
                        tx, found, resource, new Candidates.Shown(token, issuer.orElseThrow())),
                    time.instant())
                .matches()
                .stream()
                .findFirst())
        .filter(first -> shown.uses() < first.limit(issuer.orElseThrow()))
        .isPresent();
  }

  /** Of a token that is not genuine, its claims alone are shown. */
  private boolean isNamed(Tx tx, Publisher publisher, Resource resource, Shown shown) {
    return !(resource instanceof Resource.OfRepo(var id))
        || shown.verified().stream()
            .filter(token -> token.issuer().equals(publisher.issuer()))
            .allMatch(token ->
                Candidates.isNamed(
                    publisher,
                    id,
                    new Candidates.Shown(token, issuers.find(tx, token.issuer()).orElseThrow())));
  }

  private PublisherAnswer answer(Tx tx, Publisher publisher, Shown shown) {
    UnverifiedToken token = shown.token();
    if (!publisher.issuer().equals(token.issuer())) {
      return problem(publisher, "it is for the issuer " + publisher.issuer());
    }
    Optional<RegisteredIssuer> issuer = issuers.find(tx, publisher.issuer());
    if (issuer.isEmpty() || !issuer.get().isEnabled()) {
      return problem(publisher, "its issuer is disabled");
    }
    return switch (publisher.policy(issuer.get().rules(publisher.preset()))) {
      case Malformed<ClaimPolicy>(var problem) -> problem(publisher, problem);
      case Value<ClaimPolicy>(var policy) -> {
        PolicyReport report =
            shown
                .verified()
                .map(genuine -> judged(policy, publisher, genuine))
                .orElseGet(() -> policy.explain(token, TokenAge.wanted(publisher, time.instant())));
        Optional<String> problem =
            problem(new Match(publisher, policy, Map.of()), issuer.get(), shown.uses());
        boolean accepted = report.accepted() && problem.isEmpty();
        yield new PublisherAnswer(publisher, accepted, problem, report.matches());
      }
    };
  }

  private PolicyReport judged(ClaimPolicy policy, Publisher publisher, VerifiedToken token) {
    PolicyReport claims = TokenAge.judged(policy, publisher, token, time.instant());
    return new PinCheck(publisher, policy.preset(), token.claims()).judged(claims);
  }

  private Optional<String> problem(Match match, RegisteredIssuer issuer, int uses) {
    Optional<Closure> closure = Closure.of(match.publisher(), time.instant());
    if (closure.isPresent()) {
      return closure.map(Closure::sentence);
    }
    return uses < match.limit(issuer)
        ? Optional.empty()
        : Optional.of("the token was already exchanged as often as it may be");
  }

  private static PublisherAnswer problem(Publisher publisher, String problem) {
    return new PublisherAnswer(publisher, false, Optional.of(problem), List.of());
  }
}
