package dev.slipway.main;

import dev.slipway.accounts.Accounts;
import dev.slipway.attempts.AttemptLog;
import dev.slipway.blobs.BlobStore;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.exchange.Explanation;
import dev.slipway.http.RateLimiter;
import dev.slipway.http.Route;
import dev.slipway.http.Router;
import dev.slipway.jobs.Jobs;
import dev.slipway.keywatch.KeyWatch;
import dev.slipway.provenance.Provenance;
import dev.slipway.publishing.IssuerRegistry;
import dev.slipway.publishing.PublisherRegistry;
import dev.slipway.publishing.PublisherSessions;
import dev.slipway.publishing.Targets;
import dev.slipway.repos.ReposFeature;
import dev.slipway.settings.SettingsChanges;
import dev.slipway.sql.Database;
import dev.slipway.tokens.Tokens;
import dev.slipway.trust.KeyCache;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Everything that a hub is made of, wired in the order in which it depends on each other, and
 * closed in reverse. The commands open one beside a running hub.
 */
final class Hub implements AutoCloseable {

  private final Foundation foundation;
  private final PeopleRooms people;
  private final ReposFeature repos;
  private final TrustRooms trust;
  private final WritingRooms writing;
  private final ReadingRooms reading;
  private final HealthEndpoint health;
  private final Router router;
  private final RateLimiter limiter;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  /**
   * Opens the database and the blobs of these settings, making them if they are missing.
   *
   * @throws IOException if the data folder cannot be made
   */
  Hub(Settings settings, InstantSource time) throws IOException {
    foundation = Foundation.open(settings, time);
    people = new PeopleRooms(foundation);
    repos =
        new ReposFeature(
            foundation.database(),
            people.stores(),
            foundation.git(),
            foundation.publicUrl(),
            time,
            foundation.random());
    trust = new TrustRooms(foundation, people, repos);
    writing = new WritingRooms(foundation, people, repos);
    reading = new ReadingRooms(foundation, people, repos, writing.contents());
    health = new HealthEndpoint(foundation.database());
    limiter = new RateLimiter(settings.rateLimits(), time);
    router = new Router(routes());
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>(health.routes());
    routes.addAll(new ClientChatterEndpoint().routes());
    routes.addAll(people.routes());
    routes.addAll(repos.routes());
    routes.addAll(trust.routes());
    routes.addAll(writing.routes());
    routes.addAll(reading.routes());
    routes.addAll(repos.repoRoutes().routes());
    return routes;
  }

  Settings settings() {
    return foundation.settings();
  }

  BlobStore blobs() {
    return foundation.blobs();
  }

  Database database() {
    return foundation.database();
  }

  SecureRandom random() {
    return foundation.random();
  }

  HealthEndpoint health() {
    return health;
  }

  Accounts accounts() {
    return people.accounts();
  }

  Tokens tokens() {
    return people.tokens();
  }

  IssuerRegistry issuers() {
    return trust.issuers();
  }

  PublisherRegistry publishers() {
    return trust.publishers();
  }

  PublisherSessions sessions() {
    return trust.sessions();
  }

  Targets targets() {
    return trust.targets();
  }

  KeyCache keys() {
    return trust.keys();
  }

  AttemptLog attempts() {
    return trust.attempts();
  }

  KeyWatch keyWatch() {
    return trust.keyWatch();
  }

  Explanation explanation() {
    return trust.explanation();
  }

  Provenance provenance() {
    return reading.provenance();
  }

  SettingsChanges settingsChanges() {
    return writing.settings();
  }

  ContentsFeature contents() {
    return writing.contents();
  }

  Router router() {
    return router;
  }

  RateLimiter limiter() {
    return limiter;
  }

  /** Begins what a running hub does by itself; commands do not call this. */
  void schedule(Jobs jobs) {
    new LeftoverSweep(foundation.blobs(), foundation.settings().spoolFolder(), foundation.time())
        .schedule(jobs);
    people.schedule(jobs);
    repos.schedule(jobs);
    trust.schedule(jobs);
    writing.schedule(jobs);
    reading.schedule(jobs);
  }

  /** Closing twice is no error: a stop and the end of the process may both do it. */
  @Override
  public void close() {
    if (isClosed.compareAndSet(false, true)) {
      people.finish();
      trust.finish();
      foundation.database().close();
    }
  }
}
