package dev.slipway.exchange;

import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenStore;
import dev.slipway.tokens.Tokens;
import dev.slipway.trust.Audience;
import dev.slipway.trust.KeyCache;
import dev.slipway.trust.TokenVerifier;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The door of the exchange room. */
public final class ExchangeFeature {

  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

  private final TokenExchange exchange;
  private final TokenEndpoint endpoint;
  private final RevokeEndpoint revocation;
  private final Explanation explanation;

  /** The rows that this room works on. */
  public record Stores(
      IssuerStore issuers,
      PublisherStore publishers,
      PublisherAlarms alarms,
      RepoStore repos,
      AccountStore accounts,
      TokenStore tokens,
      Tokens liveTokens,
      AuditStore audit) {}

  /**
   * Stands on these.
   *
   * @param audiences what an ID token may name; the first is the one that errors tell of
   */
  public ExchangeFeature(
      Database database,
      Stores stores,
      List<Audience> audiences,
      KeyCache keys,
      TokenMint mint,
      InstantSource time) {
    Targets targets = new Targets(stores.repos(), stores.accounts());
    TokenVerifier verifier = new TokenVerifier(audiences, keys, time);
    TokenExchange.Stores rows =
        new TokenExchange.Stores(
            stores.issuers(),
            stores.publishers(),
            stores.alarms(),
            targets,
            stores.tokens(),
            stores.audit());
    exchange = new TokenExchange(database, rows, verifier, mint, time, audiences.getFirst().text());
    Set<String> names = audiences.stream().map(Audience::text).collect(Collectors.toSet());
    endpoint = new TokenEndpoint(exchange, new FloodGuard(time), names);
    revocation = new RevokeEndpoint(stores.liveTokens());
    explanation =
        new Explanation(database, stores.issuers(), stores.publishers(), targets, verifier, time);
  }

  /** {@code /oauth/token} and {@code /oauth/revoke}. */
  public List<Route> routes() {
    return List.of(endpoint.route(), revocation.route());
  }

  /** Why a token would be accepted or not. */
  public Explanation explanation() {
    return explanation;
  }

  /** Forgets ID tokens that nobody could show again. */
  public void schedule(Jobs jobs) {
    jobs.every(FORGET_INTERVAL, "used ID tokens", exchange::forgetOld);
  }
}
