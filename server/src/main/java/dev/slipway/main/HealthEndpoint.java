package dev.slipway.main;

import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.sql.Database;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * {@code /healthz}: the process answers. {@code /readyz}: it can do its work, and means to go on.
 */
final class HealthEndpoint {

  private final Database database;
  private final AtomicBoolean stopping = new AtomicBoolean();

  HealthEndpoint(Database database) {
    this.database = database;
  }

  List<Route> routes() {
    return List.of(
        new Route(Method.GET, "/healthz", RouteAccess.OPEN, _ -> Reply.text(Status.OK, "ok\n")),
        new Route(Method.GET, "/readyz", RouteAccess.OPEN, this::ready));
  }

  /** From now on {@code /readyz} says 503. */
  void stopping() {
    stopping.set(true);
  }

  private Reply ready(Request request) {
    if (stopping.get()) {
      return Reply.text(Status.SERVICE_UNAVAILABLE, "stopping\n");
    }
    return database.answers()
        ? Reply.text(Status.OK, "ready\n")
        : Reply.text(Status.SERVICE_UNAVAILABLE, "the database does not answer\n");
  }
}
