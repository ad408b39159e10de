package dev.slipway.attempts;

import dev.slipway.access.Permission;
import dev.slipway.attempts.AttemptJson.ListJson;
import dev.slipway.attempts.AttemptStore.Page;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.publishing.PublisherEndpoint;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.repos.RepoRoutes;
import java.util.List;

/** {@code …/settings/trusted-publishers/attempts} of a repository, and of the user who asks. */
final class AttemptEndpoint {

  /** Most rows of one answer. */
  static final int MAX_ROWS = 200;

  private static final int USUAL_ROWS = 50;
  private static final String TAIL = "/settings/trusted-publishers/attempts";
  private static final String OWN = "/api/settings/trusted-publishers/attempts";

  private final AttemptLog log;

  AttemptEndpoint(AttemptLog log) {
    this.log = log;
  }

  void register(RepoRoutes routes) {
    routes.everyApi(
        Method.GET,
        TAIL,
        Permission.MANAGE,
        (request, repo) -> list(request, PublisherEndpoint.of(request, repo)));
    routes.everyApi(
        Method.DELETE,
        TAIL,
        Permission.MANAGE,
        (request, repo) -> clear(PublisherEndpoint.of(request, repo)));
  }

  List<Route> routes() {
    RouteAccess writing = RouteAccess.PERSON_WRITING;
    return List.of(
        new Route(
            Method.GET, OWN, writing, request -> list(request, PublisherEndpoint.of(request))),
        new Route(
            Method.DELETE,
            OWN,
            writing,
            RepoRoutes.known(request -> clear(PublisherEndpoint.of(request)))));
  }

  private Reply list(Request request, Change whose) {
    Page page =
        new Page(
            request.number("limit", USUAL_ROWS, 1, MAX_ROWS),
            request.number("offset", 0, 0, MAX_ROWS));
    return Reply.json(ListJson.of(log.list(whose.target(), page)));
  }

  private Reply clear(Change change) {
    log.clear(change);
    return Reply.empty(Status.NO_CONTENT);
  }
}
