package dev.slipway.main;

import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import java.util.List;
import java.util.Map;

/** What clients ask by the way, and want a quick answer to. */
final class ClientChatterEndpoint {

  List<Route> routes() {
    return List.of(
        // Python keeps a 200 for a day, and asks again after each command if it is a 404. A body
        // that is
        // no object with these members makes every command of it crash.
        new Route(
            Method.GET,
            "/api/agent-harnesses",
            RouteAccess.OPEN,
            _ -> Reply.json(Map.of("standardEnvVars", List.of(), "harnesses", Map.of()))),
        // hf_xet drops the path of the store's address here.
        new Route(
            Method.POST, "/v1/telemetry", RouteAccess.OPEN, _ -> Reply.empty(Status.NO_CONTENT)),
        new Route(
            Method.POST,
            "/xet/v1/telemetry",
            RouteAccess.OPEN,
            _ -> Reply.empty(Status.NO_CONTENT)),
        new Route(
            Method.HEAD, "/api/telemetry/{topic*}", RouteAccess.OPEN, _ -> Reply.empty(Status.OK)));
  }
}
