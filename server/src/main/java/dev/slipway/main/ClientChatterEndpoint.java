package dev.slipway.main;

import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import java.util.List;

/** What clients ask by the way, and want a quick answer to. */
final class ClientChatterEndpoint {

  List<Route> routes() {
    return List.of(
        // Python keeps a 200 for a day, and asks again after each command if it is a 404.
        new Route(Method.GET, "/api/agent-harnesses", RouteAccess.OPEN, _ -> Reply.json(List.of())),
        new Route(
            Method.HEAD, "/api/telemetry/{topic*}", RouteAccess.OPEN, _ -> Reply.empty(Status.OK)));
  }
}
