package dev.slipway.publishing;

import dev.slipway.access.Permission;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.http.WireTime;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.tokens.TokenSession;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code …/settings/trusted-publishers/sessions}: which jobs hold tokens now, and their end. */
final class SessionEndpoint {

  static final String SESSIONS = "/sessions";
  static final String ONE = SESSIONS + "/{session}";

  private final PublisherSessions sessions;

  SessionEndpoint(PublisherSessions sessions) {
    this.sessions = sessions;
  }

  void register(RepoRoutes routes) {
    routes.everyApi(
        Method.GET,
        PublisherEndpoint.TAIL + SESSIONS,
        Permission.MANAGE,
        (request, repo) -> list(PublisherEndpoint.of(request, repo)));
    routes.everyApi(
        Method.DELETE,
        PublisherEndpoint.TAIL + ONE,
        Permission.MANAGE,
        (request, repo) ->
            revoke(PublisherEndpoint.of(request, repo), request.variable("session")));
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Method.GET,
            PublisherEndpoint.OWN + SESSIONS,
            RouteAccess.PERSON_WRITING,
            request -> list(PublisherEndpoint.of(request))),
        new Route(
            Method.DELETE,
            PublisherEndpoint.OWN + ONE,
            RouteAccess.PERSON_WRITING,
            RepoRoutes.known(
                request -> revoke(PublisherEndpoint.of(request), request.variable("session")))));
  }

  Reply list(Change change) {
    return Reply.json(sessions.list(change.target()).stream().map(SessionJson::of).toList());
  }

  Reply revoke(Change change, String session) {
    return sessions.revoke(change, session)
        ? Reply.empty(Status.NO_CONTENT)
        : Problem.of(Status.NOT_FOUND, "There is no such session here.").reply();
  }

  /** A session on the wire. */
  private record SessionJson(
      String id,
      String publisher,
      String issuerUrl,
      String subject,
      int tokens,
      String createdAt,
      String expiresAt,
      @Nullable String lastUsedAt) {

    static SessionJson of(TokenSession session) {
      return new SessionJson(
          session.id(),
          session.publisherId(),
          session.issuer().text(),
          session.subject().text(),
          session.tokens(),
          WireTime.print(session.createdAt()),
          WireTime.print(session.expiresAt()),
          session.lastUsedAt().map(WireTime::print).orElse(null));
    }
  }
}
