package dev.slipway.exchange;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenSecret;
import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.ExchangeResult.Malformed;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.ExchangeResult.Unavailable;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherAlarms.Place;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Targets;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.ExchangeSessionStore;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.Audience;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import dev.slipway.trust.Verification;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Unacceptable;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges ID tokens for access tokens. Only a registered, enabled issuer is ever asked for keys;
 * what decides, what is remembered and what is granted happens in one transaction.
 */
final class TokenExchange {

  /** How long it is remembered which job a token was given to. */
  static final Duration SESSION_MEMORY = Duration.ofDays(90);

  private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);

  private final Database database;
  private final Stores stores;
  private final TokenVerifier verifier;
  private final TokenMint mint;
  private final InstantSource time;
  private final String audience;
  private final ReplayStore replays = new ReplayStore();
  private final ExchangeSessionStore sessions = new ExchangeSessionStore();
  private final Refusals refusals;

  /** The rows that it works on. */
  record Stores(
      IssuerStore issuers,
      PublisherStore publishers,
      PublisherAlarms alarms,
      Targets targets,
      TokenStore tokens,
      AuditStore audit,
      ExchangeLog log) {}

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
    this.refusals = new Refusals(stores.alarms(), replays);
  }

  /**
   * What a job asks for.
   *
   * @param name the resource as the job wrote it, whose characters are all visible
   * @param readOnly whether it wants less than its publisher may give
   */
  record Wanted(Resource resource, String name, boolean readOnly, Sender sender) {}

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
          Disclosure.NOT_ACCEPTED,
          (issuer.isEmpty() ? ReasonCode.ISSUER_UNKNOWN : ReasonCode.ISSUER_DISABLED).plain());
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
      return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.ISSUER_SETTINGS.plain());
    }
    String expected = settings.fixedAudience().map(Audience::text).orElse(audience);
    Verification found = verifier.verify(token, settings);
    ExchangeResult result =
        switch (found) {
          case Rejected(var flaw) -> new Refused(Disclosure.of(flaw, expected), Reason.of(flaw));
          case Unacceptable(var flaw, var signed) ->
              new Refused(Disclosure.of(flaw, expected), DryRun.reason(flaw, signed, audience));
          case KeysUnavailable(var retryAfter) -> new Unavailable(retryAfter);
          case Verified(var verified) -> decide(verified, issuer, wanted, requestId);
        };
    stores.log().note(token, found, result, new Asked(wanted, requestId));
    return result;
  }

  /** Who asked for what. */
  record Asked(Wanted wanted, String requestId) {}

  private ExchangeResult decide(
      VerifiedToken token, RegisteredIssuer issuer, Wanted wanted, String requestId) {
    Function<Tx, ExchangeResult> decision =
        tx ->
            stillBelieved(tx, token, issuer)
                .map(now -> decide(tx, new Believed(token, now), wanted, requestId))
                .orElseGet(
                    () -> new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.ISSUER_CHANGED.plain()));
    try {
      return database.write(decision);
    } catch (FirstElsewhere _) {
      // Now that there was a first job, this one is compared with it.
      return database.write(decision);
    }
  }

  /**
   * Whoever changed what is believed of an issuer has ended its access tokens, and this must not
   * make another by what was believed before.
   */
  private Optional<RegisteredIssuer> stillBelieved(
      Tx tx, VerifiedToken token, RegisteredIssuer then) {
    return stores
        .issuers()
        .find(tx, token.issuer())
        .filter(now -> now.believesAs(then) && !now.distrusts(token));
  }

  /** A genuine token, and what is said of its issuer in the transaction that decides. */
  private record Believed(VerifiedToken token, RegisteredIssuer issuer) {}

  /** Everything is asked again here, because it may have changed since the token was read. */
  private ExchangeResult decide(Tx tx, Believed believed, Wanted wanted, String requestId) {
    VerifiedToken token = believed.token();
    Optional<RegisteredIssuer> issuer =
        Optional.of(believed.issuer()).filter(RegisteredIssuer::isEnabled);
    Optional<Found> named = stores.targets().find(tx, wanted.resource());
    // Looked for whether there is a resource or not: the time that it takes must not tell.
    List<Publisher> publishers =
        stores
            .publishers()
            .find(tx, named.map(Found::target).orElse(Disclosure.NOWHERE), token.issuer());
    if (publishers.isEmpty()) {
      issuer.ifPresent(known -> Disclosure.compareWithNobody(token, known));
    }
    Optional<Found> found = named.filter(Found::isOpen);
    if (issuer.isEmpty() || found.isEmpty()) {
      return new Refused(Disclosure.NOT_ACCEPTED, closed(issuer, named).plain());
    }
    Matching matching = Matching.of(token, issuer.get(), publishers, time.instant());
    if (matching.matches().isEmpty()) {
      return refusals.of(
          tx, matching, new Place(Optional.of(found.get().owner()), found.get().name(), requestId));
    }
    return grant(tx, new Case(token, issuer.get(), found.get(), matching), wanted, requestId);
  }

  private static ReasonCode closed(Optional<RegisteredIssuer> issuer, Optional<Found> named) {
    if (issuer.isEmpty()) {
      return ReasonCode.ISSUER_DISABLED;
    }
    return named.isEmpty() ? ReasonCode.RESOURCE_UNKNOWN : ReasonCode.OWNER_LOCKED;
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

    Place place(String requestId) {
      return new Place(Optional.of(found.owner()), found.name(), requestId);
    }
  }

  private ExchangeResult grant(Tx tx, Case granted, Wanted wanted, String requestId) {
    VerifiedToken token = granted.token();
    Publisher publisher = granted.match().publisher();
    Instant now = time.instant();
    ReplayStore.Use use =
        new ReplayStore.Use(
            token.replayKey(), granted.limit(), token.rememberUntil(), now, wanted.sender());
    Optional<String> session = replays.claim(tx, use, mint.newId().hex());
    if (session.isEmpty()) {
      return refusals.replayed(tx, publisher, use, granted.place(requestId));
    }
    sessions.insert(
        tx, JobSession.of(session.get(), token, granted.match().policy().preset(), now));
    pin(tx, granted.match(), now);
    TokenOrigin origin =
        new TokenOrigin(
            publisher.id(),
            publisher.history().version(),
            session.get(),
            token.issuer(),
            token.subject());
    TokenDraft draft = new TokenDraft(publisher, origin, wanted.readOnly(), now);
    AccessToken access = draft.as(mint.newId());
    TokenSecret secret = mint.mint(access.kind());
    stores.tokens().insert(tx, access, secret);
    stores.publishers().use(tx, publisher.id(), now);
    stores.audit().append(tx, event(granted, access, requestId));
    return new Granted(secret, draft.lifetime());
  }

  /** The first job of a publisher says which ids every later one must have. */
  private void pin(Tx tx, Matching.Match match, Instant now) {
    Publisher.Pins pins = match.publisher().pins();
    boolean isFirst =
        pins.pinnedAt().isEmpty() && (pins.until().isPresent() || !match.pins().isEmpty());
    if (isFirst && !stores.publishers().pin(tx, match.publisher().id(), match.pins(), now)) {
      throw new FirstElsewhere();
    }
  }

  /** Undoes an exchange whose publisher got its first job meanwhile; never leaves this class. */
  private static final class FirstElsewhere extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FirstElsewhere() {
      super("another job was the first", null, false, false);
    }
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
                access.limits(),
                granted.token().issuer(),
                granted.token().subject()))
        .orElseGet(() ->
            new Actor.Person(
                granted.found().owner(), new Namespace(granted.found().name()), access.scope()));
  }

  /** Forgets ID tokens that nobody could show again. */
  void forgetOld() {
    database.write(tx -> {
      sessions.forget(tx, time.instant().minus(SESSION_MEMORY));
      return replays.forget(tx, time.instant());
    });
  }
}
