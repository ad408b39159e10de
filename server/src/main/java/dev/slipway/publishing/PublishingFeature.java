package dev.slipway.publishing;

import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.trust.KeyCache;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/** The door of the publishing room. */
public final class PublishingFeature {

  private static final Duration REFRESH_INTERVAL = Duration.ofMinutes(30);

  /** So that hubs which were started together do not ask an issuer together for ever. */
  private static final Duration REFRESH_JITTER = Duration.ofMinutes(3);

  private static final Duration NEW_ISSUER_INTERVAL = Duration.ofSeconds(5);

  private final PublisherEndpoint endpoint;
  private final IssuerRegistry issuers;
  private final KeyCache keys;
  private final SecureRandom random;

  /** Stands on these. */
  public PublishingFeature(
      PublisherRegistry publishers, IssuerRegistry issuers, KeyCache keys, SecureRandom random) {
    this.endpoint = new PublisherEndpoint(publishers);
    this.issuers = issuers;
    this.keys = keys;
    this.random = random;
  }

  /** {@code …/settings/trusted-publishers} of repositories. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
  }

  /** {@code /api/settings/trusted-publishers}. */
  public List<Route> routes() {
    return endpoint.routes();
  }

  /** Keeps the keys of registered issuers fresh, and fetches those of new ones ahead of need. */
  public void schedule(Jobs jobs) {
    Duration interval =
        REFRESH_INTERVAL
            .minus(REFRESH_JITTER)
            .plusMillis(random.nextLong(2 * REFRESH_JITTER.toMillis()));
    jobs.every(interval, "keys of issuers", () -> issuers.refresh(keys));
    jobs.every(NEW_ISSUER_INTERVAL, "keys of new issuers", () -> issuers.fetchNew(keys));
  }
}
