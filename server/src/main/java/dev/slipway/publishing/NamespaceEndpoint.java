package dev.slipway.publishing;

import dev.slipway.access.Actor.Person;
import dev.slipway.accounts.Account;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Handler;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.NamespacePublishers.Entry;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.repos.RepoRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code …/settings/trusted-publishers} of an organisation, and {@code
 * /api/settings/namespace-publishers} of the user who asks: who publishes to repositories under a
 * name, also to those that are not there yet.
 */
final class NamespaceEndpoint {

  private static final String ORG = "/api/organizations/{org}" + PublisherEndpoint.TAIL;
  private static final String OWN = "/api/settings/namespace-publishers";

  private final PublisherEndpoint publishers;
  private final SessionEndpoint sessions;
  private final NamespacePublishers namespaces;

  NamespaceEndpoint(
      PublisherEndpoint publishers, SessionEndpoint sessions, NamespacePublishers namespaces) {
    this.publishers = publishers;
    this.sessions = sessions;
    this.namespaces = namespaces;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(routes(ORG, this::ofOrg));
    routes.addAll(routes(OWN, NamespaceEndpoint::ofOwn));
    return routes;
  }

  /** Says whose publishers a request is about. */
  private interface Whose {

    Change of(Request request);
  }

  private List<Route> routes(String root, Whose whose) {
    String one = root + "/{id}";
    return List.of(
        route(Method.GET, root, request -> publishers.list(whose.of(request))),
        route(Method.POST, root, request -> publishers.add(request, whose.of(request))),
        route(Method.PATCH, one, request -> publishers.change(request, whose.of(request))),
        route(Method.DELETE, one, request -> publishers.remove(request, whose.of(request))),
        route(
            Method.POST,
            one + "/accept-rename",
            request -> publishers.acceptRename(request, whose.of(request))),
        route(
            Method.GET,
            root + SessionEndpoint.SESSIONS,
            request -> sessions.list(whose.of(request))),
        route(
            Method.DELETE,
            root + SessionEndpoint.ONE,
            request -> sessions.revoke(whose.of(request), request.variable("session"))));
  }

  private static Route route(Method method, String pattern, Handler handler) {
    return new Route(method, pattern, RouteAccess.PERSON_WRITING, RepoRoutes.known(handler));
  }

  private Change ofOrg(Request request) {
    return switch (Namespace.parse(request.variable("org"))) {
      case Malformed<Namespace> _ -> throw new BadRequest(noSuchOrg());
      case Value<Namespace>(var name) ->
          switch (namespaces.enter(request.caller(), name)) {
            case Entry.Entered(var org) -> change(request, org);
            case Entry.NotAdmin(var org) ->
                throw new BadRequest(
                    Problem.forbidden("You need the Admin role in " + org + " to do this."));
            case Entry.NoSuchOrg _ -> throw new BadRequest(noSuchOrg());
          };
    };
  }

  private static Problem noSuchOrg() {
    return Problem.of(Status.NOT_FOUND, "Organization not found");
  }

  private static Change change(Request request, Account org) {
    return new Change(
        request.caller(),
        new Target.OfNamespace(org.id()),
        Optional.of(org.id()),
        org.name().text(),
        request.id().both());
  }

  private static Change ofOwn(Request request) {
    if (request.caller().actor() instanceof Person person) {
      return new Change(
          request.caller(),
          new Target.OfNamespace(person.id()),
          Optional.of(person.id()),
          person.name().text(),
          request.id().both());
    }
    throw new BadRequest(Problem.signIn());
  }
}
