package dev.slipway.publishing;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Permission;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** {@code …/settings/trusted-publishers} of a repository, and of the user who asks. */
public final class PublisherEndpoint {

  static final String TAIL = "/settings/trusted-publishers";
  static final String OWN = "/api/settings/trusted-publishers";

  private final PublisherRegistry registry;

  PublisherEndpoint(PublisherRegistry registry) {
    this.registry = registry;
  }

  void register(RepoRoutes routes) {
    routes.everyApi(
        Method.GET, TAIL, Permission.MANAGE, (request, repo) -> list(of(request, repo)));
    routes.everyApi(
        Method.POST, TAIL, Permission.MANAGE, (request, repo) -> add(request, of(request, repo)));
    routes.everyApi(
        Method.PATCH,
        TAIL + "/{id}",
        Permission.MANAGE,
        (request, repo) -> change(request, of(request, repo)));
    routes.everyApi(
        Method.DELETE,
        TAIL + "/{id}",
        Permission.MANAGE,
        (request, repo) -> remove(request, of(request, repo)));
    registerRename(routes);
  }

  private void registerRename(RepoRoutes routes) {
    routes.everyApi(
        Method.POST,
        TAIL + "/{id}/accept-rename",
        Permission.MANAGE,
        (request, repo) -> acceptRename(request, of(request, repo)));
  }

  List<Route> routes() {
    RouteAccess writing = RouteAccess.PERSON_WRITING;
    return List.of(
        new Route(Method.GET, OWN, writing, request -> list(of(request))),
        new Route(
            Method.POST, OWN, writing, RepoRoutes.known(request -> add(request, of(request)))),
        new Route(
            Method.PATCH,
            OWN + "/{id}",
            writing,
            RepoRoutes.known(request -> change(request, of(request)))),
        new Route(
            Method.POST,
            OWN + "/{id}/accept-rename",
            writing,
            RepoRoutes.known(request -> acceptRename(request, of(request)))),
        new Route(
            Method.DELETE,
            OWN + "/{id}",
            writing,
            RepoRoutes.known(request -> remove(request, of(request)))));
  }

  /** Who changes the publishers of a repository. */
  public static Change of(Request request, OpenRepo repo) {
    return new Change(
        repo.caller(),
        new Target.OfRepo(repo.repo().key()),
        Optional.of(repo.repo().owner()),
        repo.repo().id().path(),
        request.id().both());
  }

  /** Who changes their own publishers. */
  public static Change of(Request request) {
    if (request.caller().actor() instanceof Person person) {
      return new Change(
          request.caller(),
          new Target.OfUser(person.id()),
          Optional.of(person.id()),
          person.name().text(),
          request.id().both());
    }
    throw new BadRequest(Problem.signIn());
  }

  Reply list(Change change) {
    return Reply.json(registry.list(change.target()).stream().map(PublisherJson::of).toList());
  }

  Reply add(Request request, Change change) throws IOException {
    PublisherResult result = registry.add(change, request.json(PublisherChangeJson.class).toNew());
    return reply(Status.CREATED, result);
  }

  Reply change(Request request, Change change) throws IOException {
    PublisherChangeJson body = request.json(PublisherChangeJson.class);
    return reply(Status.OK, registry.change(change, request.variable("id"), body::over));
  }

  Reply acceptRename(Request request, Change change) {
    return reply(Status.OK, registry.acceptRename(change, request.variable("id")));
  }

  Reply remove(Request request, Change change) {
    PublisherResult result = registry.remove(change, request.variable("id"));
    return result instanceof PublisherResult.Done
        ? Reply.empty(Status.NO_CONTENT)
        : reply(Status.OK, result);
  }

  private Reply reply(int status, PublisherResult result) {
    return switch (result) {
      case PublisherResult.Done(var publisher) ->
          Reply.json(status, PublisherJson.of(registry.look(publisher)));
      case PublisherResult.Refused(var reason) -> Problem.badRequest(reason).reply();
      case PublisherResult.NotAllowed(var reason) -> Problem.forbidden(reason).reply();
      case PublisherResult.NotFound _ ->
          Problem.of(Status.NOT_FOUND, "There is no such trusted publisher here.").reply();
    };
  }
}
