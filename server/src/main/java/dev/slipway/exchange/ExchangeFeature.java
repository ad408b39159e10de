package dev.slipway.exchange;

import dev.slipway.accounts.AccountStore;
import dev.slipway.attempts.AttemptLog;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.names.ByteCount;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.RepoGate;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The door of the exchange room. */
public final class ExchangeFeature {

  /** Largest body of a request to the token endpoint. */
  public static final ByteCount MAX_BODY = TokenEndpoint.MAX_BODY;

  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

  /** Attempts are in the log within a second. */
  private static final Duration LOG_INTERVAL = Duration.ofMillis(500);

  private final TokenExchange exchange;
  private final TokenEndpoint endpoint;
  private final RevokeEndpoint revocation;
  private final Explanation explanation;
  private final ExchangeLog log;

  /** The rows that this room works on. */
  public record Stores(
      IssuerStore issuers,
      PublisherStore publishers,
      PublisherAlarms alarms,
      RepoStore repos,
      AccountStore accounts,
      TokenStore tokens,
      Tokens liveTokens,
      AuditStore audit,
      AttemptLog attempts,
      RepoGate gate) {}

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
    String audience = audiences.getFirst().text();
    TokenCheck tokens =
        new TokenCheck(
            database,
            stores.issuers(),
            new TokenVerifier(withDryRun(audiences), keys, time),
            audience);
    explanation =
        new Explanation(database, stores.issuers(), stores.publishers(), targets, tokens, time);
    log =
        new ExchangeLog(
            new AttemptWriter(database, stores.issuers(), targets, explanation),
            stores.attempts(),
            time);
    TokenExchange.Stores rows =
        new TokenExchange.Stores(
            stores.issuers(),
            stores.publishers(),
            stores.alarms(),
            targets,
            stores.tokens(),
            stores.audit(),
            log);
    TokenVerifier verifier = new TokenVerifier(audiences, keys, time);
    exchange = new TokenExchange(database, rows, verifier, mint, time, audience);
    ExplainEndpoint explained =
        new ExplainEndpoint(
            new DryRun(database, stores.gate(), targets, tokens, explanation, log),
            new ExplainJson(new Advice(audience)),
            audience);
    Set<String> names = audiences.stream().map(Audience::text).collect(Collectors.toSet());
    endpoint = new TokenEndpoint(exchange, explained, new FloodGuard(time), names);
    revocation = new RevokeEndpoint(stores.liveTokens());
  }

  /** What a token may be for that is only explained. */
  private static List<Audience> withDryRun(List<Audience> audiences) {
    List<Audience> all = new ArrayList<>(audiences);
    all.add(new Audience(dryRunAudience(audiences)));
    return all;
  }

  /** The audience of ID tokens that can be explained and never exchanged. */
  public static String dryRunAudience(List<Audience> audiences) {
    return audiences.getFirst().text() + DryRun.PATH;
  }

  /** {@code /oauth/token}, {@code /oauth/token/explain} and {@code /oauth/revoke}. */
  public List<Route> routes() {
    return Stream.concat(endpoint.routes().stream(), Stream.of(revocation.route())).toList();
  }

  /** The values of {@code grant_type} that are answered. */
  public Set<String> grantTypes() {
    return endpoint.grantTypes();
  }

  /** Why a token would be accepted or not. */
  public Explanation explanation() {
    return explanation;
  }

  /** Forgets ID tokens that nobody could show again, and writes down what was attempted. */
  public void schedule(Jobs jobs) {
    jobs.every(FORGET_INTERVAL, "used ID tokens", exchange::forgetOld);
    jobs.every(LOG_INTERVAL, "the exchange log", log::flush);
  }

  /** Writes down what was attempted last. */
  public void finish() {
    log.flush();
  }
}
