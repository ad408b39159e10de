package dev.slipway.attempts;

import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoRoutes;
import java.time.Duration;
import java.util.List;

/** The door of the exchange log's room. */
public final class AttemptsFeature {

  private static final Duration FORGET_INTERVAL = Duration.ofHours(1);

  private final AttemptLog log;
  private final AttemptEndpoint endpoint;

  /** Stands on the log. */
  public AttemptsFeature(AttemptLog log) {
    this.log = log;
    this.endpoint = new AttemptEndpoint(log);
  }

  /** {@code …/settings/trusted-publishers/attempts} of repositories. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
  }

  /** {@code /api/settings/trusted-publishers/attempts}. */
  public List<Route> routes() {
    return endpoint.routes();
  }

  /** Forgets what was not seen for long. */
  public void schedule(Jobs jobs) {
    jobs.every(FORGET_INTERVAL, "old rows of the exchange log", log::forgetOld);
  }
}
