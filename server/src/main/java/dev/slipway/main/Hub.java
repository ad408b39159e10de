package dev.slipway.main;

import dev.slipway.accounts.AccountStore;
import dev.slipway.accounts.Accounts;
import dev.slipway.accounts.ReservedNames;
import dev.slipway.audit.AuditStore;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.commits.CommitsFeature;
import dev.slipway.exchange.ExchangeFeature;
import dev.slipway.exchange.Explanation;
import dev.slipway.gating.GatingFeature;
import dev.slipway.git.GitStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.RateLimiter;
import dev.slipway.http.Route;
import dev.slipway.http.Router;
import dev.slipway.jobs.Jobs;
import dev.slipway.lfs.LfsFeature;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.PublisherRegistry;
import dev.slipway.publishing.PublisherStore;
import dev.slipway.publishing.PublishingFeature;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.RepoStore;
import dev.slipway.repos.ReposFeature;
import dev.slipway.signing.AddressSigner;
import dev.slipway.signing.HubSecretStore;
import dev.slipway.sql.Database;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.tokens.TokenMint;
import dev.slipway.tokens.TokenStore;
import dev.slipway.tokens.Tokens;
import dev.slipway.tokens.TokensFeature;
import dev.slipway.trust.Audience;
import dev.slipway.trust.KeyCache;
import dev.slipway.trust.outbound.OutboundHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Everything that a hub is made of, wired in the order in which it depends on each other, and
 * closed in reverse. The commands open one beside a running hub.
 */
final class Hub implements AutoCloseable {

  private final Settings settings;
  private final Database database;
  private final BlobStore blobs;
  private final HealthEndpoint health;
  private final Accounts accounts;
  private final Tokens tokens;
  private final TokensFeature tokensFeature;
  private final LfsFeature lfs;
  private final IssuerRegistry issuers;
  private final PublisherRegistry publishers;
  private final Targets targets;
  private final PublishingFeature publishing;
  private final ExchangeFeature exchange;
  private final ReadingRooms reading;
  private final Router router;
  private final RateLimiter limiter;
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Opens the database and the blobs of these settings, making them if they are missing.
   *
   * @throws IOException if the data folder cannot be made
   */
  Hub(Settings settings, InstantSource time) throws IOException {
    this.settings = settings;
    Files.createDirectories(settings.data());
    Files.createDirectories(settings.spoolFolder());
    blobs = new FolderBlobStore(settings.blobFolder(), time);
    database = EmbeddedDatabase.open(settings.databaseFile());
    PublicUrl publicUrl = settings.publicUrl();
    AuditStore audit = new AuditStore(time);
    AccountStore accountStore = new AccountStore();
    ReservedNames reserved = new ReservedNames(Set.of());
    accounts = new Accounts(database, accountStore, audit, reserved, time, random);
    TokenStore tokenStore = new TokenStore();
    tokens = new Tokens(database, tokenStore, accountStore, audit, new TokenMint(random), time);
    tokensFeature = new TokensFeature(database, accountStore, tokens, publicUrl);
    ReposFeature.Stores stores =
        new ReposFeature.Stores(new RepoStore(), accountStore, tokenStore, audit);
    GitStore git = new GitStore(blobs, settings.spoolFolder(), time, random);
    ReposFeature repos = new ReposFeature(database, stores, git, publicUrl, time, random);
    GatingFeature gating = new GatingFeature(database, accountStore, audit, publicUrl, time);
    gating.register(repos.repoRoutes());
    IssuerStore issuerStore = new IssuerStore();
    PublisherStore publisherStore = new PublisherStore();
    KeyCache keys = new KeyCache(new OutboundHttp(), time);
    issuers = new IssuerRegistry(database, issuerStore, tokenStore, audit, time);
    publishers =
        new PublisherRegistry(
            database,
            new PublisherRegistry.Stores(publisherStore, issuerStore, tokenStore, audit),
            time,
            random);
    targets = new Targets(stores.repos(), accountStore);
    publishing = new PublishingFeature(publishers, issuers, keys);
    publishing.register(repos.repoRoutes());
    exchange =
        new ExchangeFeature(
            database,
            new ExchangeFeature.Stores(
                issuerStore, publisherStore, stores.repos(), accountStore, tokenStore, audit),
            audiences(settings),
            keys,
            new TokenMint(random),
            time);
    AddressSigner signer = signer(time);
    lfs =
        new LfsFeature(
            new LfsFeature.Storage(database, blobs),
            new LfsFeature.Door(signer, tokens, repos.gate()),
            publicUrl,
            time,
            random);
    lfs.register(repos.repoRoutes());
    CommitsFeature commits =
        new CommitsFeature(database, repos.git(), publicUrl, time, settings.spoolFolder());
    commits.register(repos.repoRoutes());
    reading = new ReadingRooms(database, blobs, accountStore, repos, publicUrl, time);
    health = new HealthEndpoint(database);
    limiter = new RateLimiter(settings.rateLimits(), time);

    List<Route> routes = new ArrayList<>(health.routes());
    routes.addAll(new ClientChatterEndpoint().routes());
    routes.addAll(tokensFeature.routes());
    routes.addAll(repos.routes());
    routes.addAll(reading.routes());
    routes.addAll(commits.routes());
    routes.addAll(publishing.routes());
    routes.addAll(exchange.routes());
    routes.addAll(lfs.routes());
    routes.addAll(repos.repoRoutes().routes());
    router = new Router(routes);
  }

  /** Our own address first: it is what an ID token must name unless the operator says more. */
  private static List<Audience> audiences(Settings settings) {
    List<Audience> audiences = new ArrayList<>();
    audiences.add(new Audience(settings.publicUrl().origin()));
    settings.audiences().forEach(audience -> audiences.add(new Audience(audience)));
    return audiences;
  }

  private AddressSigner signer(InstantSource time) {
    HubSecretStore secrets = new HubSecretStore(random);
    byte[] key = database.write(tx -> secrets.secret(tx, AddressSigner.SECRET));
    return new AddressSigner(key, time);
  }

  Settings settings() {
    return settings;
  }

  BlobStore blobs() {
    return blobs;
  }

  HealthEndpoint health() {
    return health;
  }

  Accounts accounts() {
    return accounts;
  }

  Tokens tokens() {
    return tokens;
  }

  IssuerRegistry issuers() {
    return issuers;
  }

  PublisherRegistry publishers() {
    return publishers;
  }

  Targets targets() {
    return targets;
  }

  Explanation explanation() {
    return exchange.explanation();
  }

  Database database() {
    return database;
  }

  Router router() {
    return router;
  }

  RateLimiter limiter() {
    return limiter;
  }

  SecureRandom random() {
    return random;
  }

  /** Begins what a running hub does by itself; commands do not call this. */
  void schedule(Jobs jobs) {
    tokensFeature.schedule(jobs);
    lfs.schedule(jobs);
    publishing.schedule(jobs);
    exchange.schedule(jobs);
    reading.schedule(jobs);
  }

  /** Closing twice is no error: a stop and the end of the process may both do it. */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      tokensFeature.finish();
      database.close();
    }
  }
}
