package dev.slipway.exchange;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.access.Scope;
import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.Explanation.Answer;
import dev.slipway.exchange.Explanation.Objection;
import dev.slipway.exchange.Explanation.Shown;
import dev.slipway.exchange.TokenCheck.Checked;
import dev.slipway.exchange.TokenExchange.Asked;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Target;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoGate;
import dev.slipway.sql.Database;
import dev.slipway.trust.ClaimName;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.Flaw;
import dev.slipway.trust.SignedToken;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An exchange that is only explained: it mints nothing and uses nothing up. Whoever shows a token
 * learns of those publishers alone that name its very workload, and of them nothing but what the
 * token itself says; the maintainers of the resource learn everything.
 */
final class DryRun {

  /**
   * What the audience of an ID token that can only be explained has behind the hub's own: at the
   * exchange such a token is for somebody else.
   */
  static final String PATH = "/dry-run";

  private static final ClaimName AUDIENCE = new ClaimName("aud");

  private final Database database;
  private final RepoGate gate;
  private final Targets targets;
  private final TokenCheck tokens;
  private final Explanation explanation;
  private final ExchangeLog log;

  DryRun(
      Database database,
      RepoGate gate,
      Targets targets,
      TokenCheck tokens,
      Explanation explanation,
      ExchangeLog log) {
    this.database = database;
    this.gate = gate;
    this.targets = targets;
    this.tokens = tokens;
    this.explanation = explanation;
    this.log = log;
  }

  /** What somebody is told. */
  sealed interface Told {

    /** It is no ID token at all. */
    record NoToken() implements Told {}

    /** Nothing can be said now. */
    record Unavailable(Duration retryAfter) implements Told {}

    /** All of it. */
    record Everything(Answer answer) implements Told {}

    /**
     * Something is wrong with the token itself, whatever it is for.
     *
     * @param audience what its issuer's tokens must name
     */
    record Unfit(Flaw flaw, String audience) implements Told {}

    /**
     * What its holder may know.
     *
     * @param letIn the publisher that would let it in
     * @param publishers those that name the very workload; none for strangers
     */
    record Some(Optional<Long> letIn, List<PublisherAnswer> publishers) implements Told {

      static final Some NOTHING = new Some(Optional.empty(), List.of());

      public Some {
        publishers = List.copyOf(publishers);
      }
    }
  }

  Told explain(String idToken, Asked asked, Caller caller) {
    return switch (UnverifiedToken.read(idToken)) {
      case Unreadable _ -> new Told.NoToken();
      case Readable(var token) -> {
        Shown shown = new Shown(token, tokens.check(token));
        log.note(shown, asked);
        Resource resource = asked.wanted().resource();
        yield mayKnowAll(caller, resource)
            ? new Told.Everything(database.read(tx -> explanation.explain(tx, resource, shown)))
            : toHolder(resource, shown);
      }
    };
  }

  private boolean mayKnowAll(Caller caller, Resource resource) {
    if (!(caller.actor() instanceof Person(var id, _, var scope)) || scope != Scope.WRITE) {
      return false;
    }
    return database.read(tx ->
        targets
            .find(tx, resource)
            .filter(found ->
                switch (found.target()) {
                  case Target.OfRepo(var key) ->
                      gate.open(tx, caller, key, Permission.MANAGE) instanceof Opened;
                  case Target.OfUser(var user) -> user.equals(id);
                  case Target.OfNamespace _ -> false;
                })
            .isPresent());
  }

  private Told toHolder(Resource resource, Shown shown) {
    return switch (shown.checked()) {
      case Checked.NoKeys(var retryAfter) -> new Told.Unavailable(retryAfter);
      case Checked.NoIssuer _, Checked.Unsigned _ -> Told.Some.NOTHING;
      case Checked.Unfit(var flaw, _, var audience) -> new Told.Unfit(flaw, audience);
      case Checked.Genuine _ ->
          toHolder(database.read(tx -> explanation.explain(tx, resource, shown)));
    };
  }

  private static Told.Some toHolder(Answer answer) {
    if (answer.resource().isPresent()) {
      return Told.Some.NOTHING;
    }
    return new Told.Some(
        answer.letIn().map(publisher -> publisher.grant().lifetime().toSeconds()),
        answer.publishers().stream().filter(each -> each.report().anchored()).toList());
  }

  /** Why nothing is granted, in the words of the exchange, to the holder of a token. */
  static String sentence(List<PublisherAnswer> publishers) {
    return publishers.stream()
        .filter(answer -> answer.report().accepted())
        .findFirst()
        .flatMap(PublisherAnswer::problem)
        .map(Objection::sentence)
        .orElseGet(() -> Disclosure.of(publishers.stream().map(PublisherAnswer::report).toList()));
  }

  /** The reason of a flaw; a token for a dry run that is exchanged has one of its own. */
  static Reason reason(Flaw flaw, SignedToken token, String audience) {
    boolean isForDryRun =
        flaw == Flaw.AUDIENCE_OTHER
            && token
                .claims()
                .find(AUDIENCE)
                .filter(named ->
                    named.equals(new Text(audience + PATH))
                        || named instanceof Elements(var all)
                            && all.contains(new Text(audience + PATH)))
                .isPresent();
    return isForDryRun ? ReasonCode.DRY_RUN_AUDIENCE.plain() : Reason.of(flaw);
  }
}
