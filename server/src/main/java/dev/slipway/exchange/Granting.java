package dev.slipway.exchange;

import dev.slipway.access.Actor;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenSecret;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.TokenExchange.Wanted;
import dev.slipway.names.Namespace;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.PublisherAlarms.Place;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.AccessToken;
import dev.slipway.tokens.ExchangeSessionStore;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenOrigin;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives a job its access token: the replay record, the session, the pins, the token and the audit
 * are written in one transaction.
 */
final class Granting {

  /** How long it is remembered which job a token was given to. */
  static final Duration SESSION_MEMORY = Duration.ofDays(90);

  private final Stores stores;
  private final TokenMint mint;
  private final Refusals refusals;
  private final InstantSource time;
  private final ReplayStore replays = new ReplayStore();
  private final ExchangeSessionStore sessions = new ExchangeSessionStore();

  /** The rows that it works on. */
  record Stores(PublisherStore publishers, TokenStore tokens, AuditStore audit) {}

  Granting(Stores stores, TokenMint mint, Refusals refusals, InstantSource time) {
    this.stores = stores;
    this.mint = mint;
    this.refusals = refusals;
    this.time = time;
  }

  /** All that a grant stands on. */
  record Case(VerifiedToken token, RegisteredIssuer issuer, Found found, Matching matching) {

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

  /** Grants what a publisher lets the token have, unless the token is used up. */
  ExchangeResult grant(Tx tx, Case granted, Wanted wanted, String requestId) {
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
    TokenDraft draft =
        new TokenDraft(publisher, granted.found().target(), origin, wanted.readOnly(), now);
    AccessToken access = draft.as(mint.newId());
    TokenSecret secret = mint.mint(access.kind());
    stores.tokens().insert(tx, access, secret);
    sessions.letIn(tx, session.get(), publisher.id(), access.repo());
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

  /**
   * Undoes an exchange whose publisher got its first job meanwhile; the exchange is decided once
   * more.
   */
  static final class FirstElsewhere extends RuntimeException {

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

  /** Forgets ID tokens that nobody could show again, and whose they were. */
  void forgetOld(Tx tx) {
    sessions.forget(tx, time.instant().minus(SESSION_MEMORY));
    replays.forget(tx, time.instant());
  }
}
