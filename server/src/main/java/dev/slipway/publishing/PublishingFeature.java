package dev.slipway.publishing;

import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import dev.slipway.trust.KeyCache;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The door of the publishing room. */
public final class PublishingFeature {

  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(30);

  /** So that hubs which were started together do not ask an issuer together for ever. */
  private static final Duration REFRESH_JITTER = Duration.ofMinutes(3);

  private static final Duration OVERDUE_INTERVAL = Duration.ofMinutes(10);

  private static final Duration NEW_ISSUER_INTERVAL = Duration.ofSeconds(5);

  private final PublisherEndpoint endpoint;
  private final NamespaceEndpoint namespaces;
  private final SessionEndpoint sessions;
  private final IssuerRegistry issuers;
  private final Watch watch;
  private final KeyCache keys;
  private final SecureRandom random;

  /** What looks after publishers that wait for their first job. */
  public record Watch(
      Database database, PublisherAlarms alarms, Targets targets, NamespacePublishers namespaces) {}

  /** Stands on these. */
  public PublishingFeature(
      PublisherRegistry publishers,
      PublisherSessions sessions,
      IssuerRegistry issuers,
      Watch watch,
      KeyCache keys,
      SecureRandom random) {
    this.watch = watch;
    this.endpoint = new PublisherEndpoint(publishers);
    this.sessions = new SessionEndpoint(sessions);
    this.namespaces = new NamespaceEndpoint(endpoint, this.sessions, watch.namespaces());
    this.issuers = issuers;
    this.keys = keys;
    this.random = random;
  }

  /** {@code …/settings/trusted-publishers} of repositories. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
    sessions.register(routes);
  }

  /**
   * {@code /api/settings/trusted-publishers}, and those of namespaces: {@code
   * /api/settings/namespace-publishers} and {@code
   * /api/organizations/{org}/settings/trusted-publishers}.
   */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(endpoint.routes());
    routes.addAll(namespaces.routes());
    routes.addAll(sessions.routes());
    return routes;
  }

  /**
   * Keeps the keys of registered issuers fresh, fetches those of new ones ahead of need, and pauses
   * publishers whose first job did not come.
   */
  public void schedule(Jobs jobs) {
    Duration interval =
        REFRESH_INTERVAL
            .minus(REFRESH_JITTER)
            .plusMillis(random.nextLong(2 * REFRESH_JITTER.toMillis()));
    jobs.every(
        OVERDUE_INTERVAL,
        "publishers without a first job",
        () -> watch.alarms().pauseOverdue(watch.database(), watch.targets()));
    jobs.every(OVERDUE_INTERVAL, "pending publishers", () -> watch.namespaces().removeExpired());
    jobs.every(interval, "keys of issuers", () -> issuers.refresh(keys));
    jobs.every(NEW_ISSUER_INTERVAL, "keys of new issuers", () -> issuers.fetchNew(keys));
  }
}
