package dev.slipway.tokens;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenId;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.TokenSecret;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Authenticator;
import dev.slipway.names.Namespace;
import dev.slipway.sql.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says whose token it is, remembers when it was used, and makes tokens for people. */
public final class Tokens implements Authenticator {

  /** How often the times of last use are written. */
  static final Duration TOUCH_INTERVAL = Duration.ofSeconds(5);

  private final Database database;
  private final TokenStore store;
  private final AccountStore accounts;
  private final AuditStore audit;
  private final TokenMint mint;
  private final InstantSource time;
  private final Set<TokenId> used = ConcurrentHashMap.newKeySet();

  /** Works on these rows. */
  public Tokens(
      Database database,
      TokenStore store,
      AccountStore accounts,
      AuditStore audit,
      TokenMint mint,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.accounts = accounts;
    this.audit = audit;
    this.mint = mint;
    this.time = time;
  }

  @Override
  public Optional<Caller> authenticate(TokenSecret secret) {
    if (!secret.reveal().startsWith(AccessToken.Kind.PERSONAL.prefix())) {
      return Optional.empty();
    }
    return remember(database.read(tx -> store.findLive(tx, secret, time.instant())));
  }

  /**
   * Who holds the token of this row, if it still works: what a signed address carries is asked
   * here.
   */
  public Optional<Caller> stillHeld(TokenId id) {
    return remember(database.read(tx -> store.findLive(tx, id, time.instant())));
  }

  /** What is left of a token that died with its one change. */
  public Optional<BurntToken> burnt(TokenSecret secret) {
    return database.read(tx -> store.findBurnt(tx, secret, time.instant()));
  }

  private Optional<Caller> remember(Optional<LiveToken> live) {
    live.ifPresent(token -> used.add(token.token().id()));
    return live.map(LiveToken::caller);
  }

  /** The row behind a caller's token. */
  Optional<AccessToken> of(TokenId id) {
    return database.read(tx -> store.findLive(tx, id, time.instant())).map(LiveToken::token);
  }

  /** Makes a token for a user, to be shown once. */
  public NewTokenResult create(Actor actor, Namespace user, NewToken wanted) {
    return database.write(tx -> {
      Optional<Account> account =
          accounts.find(tx, user).filter(found -> found.kind() == Account.Kind.USER);
      if (account.isEmpty()) {
        return new NewTokenResult.NoSuchUser(user);
      }
      TokenSecret secret = mint.mint(AccessToken.Kind.PERSONAL);
      Instant now = time.instant();
      AccessToken token =
          new AccessToken(
              mint.newId(),
              AccessToken.Kind.PERSONAL,
              wanted.name(),
              wanted.scope(),
              account.map(Account::id),
              Optional.empty(),
              TokenLimits.NONE,
              Optional.empty(),
              now,
              wanted.lifetime().map(now::plus));
      store.insert(tx, token, secret);
      audit.append(
          tx,
          new AuditEvent(
              "user.add_token",
              actor,
              account.map(Account::id),
              user.text(),
              AuditEvent.COMMAND_LINE,
              Map.of(
                  "token",
                  token.id().hex(),
                  "name",
                  wanted.name(),
                  "scope",
                  wanted.scope().name())));
      return new NewTokenResult.Created(token, secret);
    });
  }

  /** Ends the token of whoever shows it; nothing happens if there is none. */
  public void revoke(TokenSecret secret, String requestId) {
    if (database.read(tx -> store.find(tx, secret)).isPresent()) {
      database.write(tx -> {
        Optional<KnownToken> known = store.find(tx, secret);
        known.ifPresent(found -> {
          AccessToken token = found.token().token();
          store.delete(tx, token.id());
          audit.append(
              tx,
              new AuditEvent(
                  "token.revoke",
                  found.token().caller().actor(),
                  Optional.of(found.owner()),
                  found.target(),
                  requestId,
                  Map.of("token", token.id().hex(), "kind", token.kind().word())));
        });
        return known;
      });
    }
  }

  /** Writes the times of last use that came together since the last call. */
  void flushLastUsed() {
    Set<TokenId> now = Set.copyOf(used);
    if (!now.isEmpty()) {
      used.removeAll(now);
      database.write(tx -> {
        store.touch(tx, now, time.instant());
        return now.size();
      });
    }
  }

  /** Forgets tokens that nobody can use any more. */
  void forgetExpired() {
    database.write(tx -> store.deleteExpired(tx, time.instant()));
  }

  /** Whether a scope can be asked for at the command line or in settings. */
  static Optional<Scope> scopeOf(String role) {
    return switch (role) {
      case "read" -> Optional.of(Scope.READ);
      case "write" -> Optional.of(Scope.WRITE);
      default -> Optional.empty();
    };
  }
}
