package dev.slipway.exchange;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.ExchangeResult.Malformed;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.ExchangeResult.Unavailable;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoKey;
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
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges ID tokens for access tokens. Only a registered, enabled issuer is ever asked for keys;
 * what decides, what is remembered and what is granted happens in one transaction.
 */
final class TokenExchange {

  /** How long an exchanged token works, from its own exchange. */
  static final Duration LIFETIME = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);

  private final Database database;
  private final Stores stores;
  private final TokenVerifier verifier;
  private final TokenMint mint;
  private final InstantSource time;
  private final String audience;
  private final ReplayStore replays = new ReplayStore();

  /** The rows that it works on. */
  record Stores(
      IssuerStore issuers,
      PublisherStore publishers,
      Targets targets,
      TokenStore tokens,
      AuditStore audit) {}

  TokenExchange(
      Database database,
      Stores stores,
      TokenVerifier verifier,
      TokenMint mint,
      InstantSource time,
      String audience) {
    this.database = database;
    this.stores = stores;
    this.verifier = verifier;
    this.mint = mint;
    this.time = time;
    this.audience = audience;
  }

  /**
   * What a job asks for.
   *
   * @param name the resource as the job wrote it, whose characters are all visible
   * @param readOnly whether it wants less than its publisher may give
   */
  record Wanted(Resource resource, String name, boolean readOnly) {}

  ExchangeResult exchange(String idToken, Wanted wanted, String requestId) {
    return switch (UnverifiedToken.read(idToken)) {
      case Unreadable(var flaw) -> {
        LOG.info("request {}: an exchange was refused: {}", requestId, flaw);
        yield new Malformed(Disclosure.MALFORMED);
      }
      case Readable(var token) -> {
        ExchangeResult result = exchange(token, wanted, requestId);
        log(result, token.issuer(), wanted, requestId);
        yield result;
      }
    };
  }

  private ExchangeResult exchange(UnverifiedToken token, Wanted wanted, String requestId) {
    Optional<RegisteredIssuer> issuer =
        database.read(tx -> stores.issuers().find(tx, token.issuer()));
    if (issuer.filter(RegisteredIssuer::isEnabled).isEmpty()) {
      return new Refused(
          Disclosure.NOT_ACCEPTED, issuer.isEmpty() ? "ISSUER_UNKNOWN" : "ISSUER_DISABLED");
    }
    return verify(token, issuer.get(), wanted, requestId);
  }

  /** Nothing of the token but its issuer, whose characters are all visible. */
  private static void log(ExchangeResult result, Issuer issuer, Wanted wanted, String requestId) {
    switch (result) {
      case Granted _ -> LOG.debug("request {}: exchanged a token of {}", requestId, issuer);
      case Refused(_, var cause) ->
          LOG.info(
              "request {}: an exchange for {} was refused, issuer {}: {}",
              requestId,
              wanted.name(),
              issuer,
              cause);
      case Malformed(var reason) -> LOG.info("request {}: {}", requestId, reason);
      case Unavailable _ ->
          LOG.warn("request {}: no keys of issuer {} can be had", requestId, issuer);
    }
  }

  private ExchangeResult verify(
      UnverifiedToken token, RegisteredIssuer issuer, Wanted wanted, String requestId) {
    if (!(issuer.settings() instanceof Value<IssuerSettings>(var settings))) {
      return new Refused(Disclosure.NOT_ACCEPTED, "ISSUER_SETTINGS");
    }
    return switch (verifier.verify(token, settings)) {
      case Rejected(var flaw) -> new Refused(Disclosure.of(flaw, audience), flaw.name());
      case KeysUnavailable(var retryAfter) -> new Unavailable(retryAfter);
      case Verified(var verified) ->
          database.write(tx ->
              isStillBelieved(tx, verified, issuer)
                  ? decide(tx, verified, wanted, requestId)
                  : new Refused(Disclosure.NOT_ACCEPTED, "ISSUER_CHANGED"));
    };
  }

  /**
   * Whoever changed what is believed of an issuer has ended its access tokens, and this must not
   * make another by what was believed before.
   */
  private boolean isStillBelieved(Tx tx, VerifiedToken token, RegisteredIssuer then) {
    return stores
        .issuers()
        .find(tx, token.issuer())
        .filter(now -> now.believesAs(then) && !now.distrusts(token))
        .isPresent();
  }

  /** Everything is asked again here, because it may have changed since the token was read. */
  private ExchangeResult decide(Tx tx, VerifiedToken token, Wanted wanted, String requestId) {
    Optional<RegisteredIssuer> issuer =
        stores.issuers().find(tx, token.issuer()).filter(RegisteredIssuer::isEnabled);
    Optional<Found> found = stores.targets().find(tx, wanted.resource()).filter(Found::isOpen);
    if (issuer.isEmpty() || found.isEmpty()) {
      return new Refused(
          Disclosure.NOT_ACCEPTED, issuer.isEmpty() ? "ISSUER_DISABLED" : "RESOURCE_CLOSED");
    }
    List<Publisher> publishers = stores.publishers().find(tx, found.get().target(), token.issuer());
    Matching matching = Matching.of(token, issuer.get(), publishers);
    if (matching.matches().isEmpty()) {
      return refused(matching, publishers);
    }
    return grant(tx, new Case(token, issuer.get(), found.get(), matching), wanted, requestId);
  }

  private static Refused refused(Matching matching, List<Publisher> publishers) {
    if (matching.isSuspended()) {
      return new Refused(Disclosure.SUSPENDED, "PUBLISHER_SUSPENDED");
    }
    return new Refused(
        Disclosure.of(matching.refusals()),
        publishers.isEmpty() ? "NO_PUBLISHER" : "CLAIMS_DIFFER");
  }

  /** All that a grant stands on. */
  private record Case(
      VerifiedToken token, RegisteredIssuer issuer, Found found, Matching matching) {

    Matching.Match match() {
      return matching.matches().getFirst();
    }

    int limit() {
      return match().limit(issuer);
    }
  }

  private ExchangeResult grant(Tx tx, Case granted, Wanted wanted, String requestId) {
    VerifiedToken token = granted.token();
    ReplayStore.Use use = new ReplayStore.Use(token.replayKey(), token.rememberUntil());
    Optional<String> session = replays.claim(tx, use, granted.limit(), mint.newId().hex());
    if (session.isEmpty()) {
      return new Refused("this ID token was already used as often as it may be", "REPLAYED");
    }
    Publisher publisher = granted.match().publisher();
    Instant now = time.instant();
    AccessToken access = accessToken(granted, wanted, session.get(), now);
    TokenSecret secret = mint.mint(access.kind());
    stores.tokens().insert(tx, access, secret);
    stores.publishers().use(tx, publisher.id(), now);
    stores.audit().append(tx, event(granted, access, requestId));
    return new Granted(secret, LIFETIME);
  }

  private AccessToken accessToken(Case granted, Wanted wanted, String session, Instant now) {
    Publisher publisher = granted.match().publisher();
    TokenOrigin origin =
        new TokenOrigin(
            publisher.id(), session, granted.token().issuer(), granted.token().subject());
    return switch (publisher.target()) {
      case Target.OfRepo(var repo) ->
          token(
              new Held(
                  AccessToken.Kind.REPO,
                  publisher.isReadOnly() || wanted.readOnly() ? Scope.READ : Scope.WRITE,
                  Optional.empty(),
                  Optional.of(repo)),
              origin,
              now);
      case Target.OfUser(var user) ->
          token(
              new Held(
                  AccessToken.Kind.USER, Scope.GATED_REPOS, Optional.of(user), Optional.empty()),
              origin,
              now);
    };
  }

  /** What a token is for. */
  private record Held(
      AccessToken.Kind kind, Scope scope, Optional<UserId> user, Optional<RepoKey> repo) {}

  private AccessToken token(Held held, TokenOrigin origin, Instant now) {
    return new AccessToken(
        mint.newId(),
        held.kind(),
        "trusted publisher",
        held.scope(),
        held.user(),
        held.repo(),
        Optional.of(origin),
        now,
        Optional.of(now.plus(LIFETIME)));
  }

  private static AuditEvent event(Case granted, AccessToken access, String requestId) {
    Publisher publisher = granted.match().publisher();
    return new AuditEvent(
        "token.exchange",
        actor(granted, access),
        Optional.of(granted.found().owner()),
        granted.found().name(),
        requestId,
        Map.of(
            "publisher", publisher.id(),
            "issuer", granted.token().issuer().text(),
            "subject", granted.token().subject().text(),
            "token", access.id().hex(),
            "scope", access.scope().name(),
            "session", access.origin().map(TokenOrigin::sessionId).orElse(""),
            "matches", ids(granted.matching())));
  }

  /** Every publisher that would have let the token in, the one that did first. */
  private static String ids(Matching matching) {
    return matching.matches().stream()
        .map(match -> match.publisher().id())
        .collect(Collectors.joining(" "));
  }

  private static Actor actor(Case granted, AccessToken access) {
    return access
        .repo()
        .<Actor>map(repo ->
            new Actor.Workload(
                repo,
                access.scope() == Scope.WRITE,
                granted.token().issuer(),
                granted.token().subject()))
        .orElseGet(() ->
            new Actor.Person(
                granted.found().owner(), new Namespace(granted.found().name()), access.scope()));
  }

  /** Forgets ID tokens that nobody could show again. */
  void forgetOld() {
    database.write(tx -> replays.forget(tx, time.instant()));
  }
}
