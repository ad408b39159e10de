package dev.slipway.main;

import dev.slipway.http.Exchanges;
import dev.slipway.http.HttpServer;
import dev.slipway.jobs.Jobs;
import java.io.IOException;

/** A hub that listens. Closing it drains: no longer ready, then no longer listening, then done. */
final class RunningHub implements AutoCloseable {

  private final Hub hub;
  private final Jobs jobs = new Jobs();
  private final HttpServer server;

  RunningHub(Hub hub) {
    this.hub = hub;
    server =
        new HttpServer(
            hub.settings().listen(),
            new Exchanges(hub.router(), hub.tokens(), hub.limiter(), hub.random()));
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address is taken
   */
  void start() throws IOException {
    server.start();
    hub.schedule(jobs);
  }

  @Override
  public void close() {
    hub.health().stopping();
    try {
      // A load balancer that asks /readyz needs this long to send its requests elsewhere.
      Thread.sleep(hub.settings().drain());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    server.close();
    jobs.close();
    hub.close();
  }
}
