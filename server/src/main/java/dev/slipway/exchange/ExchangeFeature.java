package dev.slipway.exchange;

import dev.slipway.accounts.AccountStore;
import dev.slipway.attempts.AttemptLog;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.names.ByteCount;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.NamespacePublisherStore;
import dev.slipway.publishing.PublisherAlarms;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.JobCreation;
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
      NamespacePublisherStore namespaces,
      RepoStore repos,
      AccountStore accounts,
      TokenStore tokens,
      Tokens liveTokens,
      AuditStore audit,
      AttemptLog attempts,
      RepoGate gate,
      JobCreation creation) {}

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
    Refusals refusals = new Refusals(stores.alarms(), new ReplayStore());
    FirstUse firstUse = firstUse(stores, refusals, time);
    explanation = new Explanation(database, stores.issuers(), firstUse, targets, tokens);
    log =
        new ExchangeLog(
            new AttemptWriter(database, stores.issuers(), targets, explanation),
            stores.attempts(),
            time);
    Granting granting =
        new Granting(
            new Granting.Stores(stores.publishers(), stores.tokens(), stores.audit()),
            mint,
            refusals,
            time);
    exchange =
        new TokenExchange(
            database,
            stores.issuers(),
            targets,
            new TokenExchange.Parts(firstUse.candidates(), firstUse, granting, refusals, log),
            new TokenVerifier(audiences, keys, time),
            audience);
    DryRun dryRun = new DryRun(database, stores.gate(), targets, tokens, explanation, log);
    endpoint =
        new TokenEndpoint(
            exchange,
            new ExplainEndpoint(dryRun, new ExplainJson(new Advice(audience))),
            new FloodGuard(time),
            audiences.stream().map(Audience::text).collect(Collectors.toSet()));
    revocation = new RevokeEndpoint(stores.liveTokens());
  }

  private static FirstUse firstUse(Stores stores, Refusals refusals, InstantSource time) {
    return new FirstUse(
        new Candidates(stores.publishers(), stores.namespaces(), time),
        new FirstUse.Stores(stores.repos(), stores.accounts(), stores.namespaces(), stores.audit()),
        stores.creation(),
        refusals);
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
