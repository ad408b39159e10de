package dev.slipway.settings;

import dev.slipway.access.Permission;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.settings.PolicyWish.Lasting;
import dev.slipway.settings.PolicyWish.Nothing;
import dev.slipway.settings.PolicyWish.Pausing;
import dev.slipway.settings.PolicyWish.Resuming;
import dev.slipway.settings.SettingsResult.Done;
import dev.slipway.settings.SettingsResult.NoSuchOrg;
import dev.slipway.settings.SettingsResult.NoSuchRepo;
import dev.slipway.settings.SettingsResult.NotAllowed;
import dev.slipway.settings.SettingsResult.Pointless;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code …/settings} of repositories, and of organisations. */
final class SettingsEndpoint {

  private static final String TAIL = "/settings";
  private static final String ORG = "/api/organizations/{org}" + TAIL;

  private final SettingsChanges changes;
  private final InstantSource time;

  SettingsEndpoint(SettingsChanges changes, InstantSource time) {
    this.changes = changes;
    this.time = time;
  }

  void register(RepoRoutes routes) {
    routes.everyApi(
        Method.GET, TAIL, Permission.MANAGE, (_, open) -> Reply.json(SettingsJson.of(open)));
    routes.everyApi(Method.PUT, TAIL, Permission.MANAGE, this::change);
  }

  List<Route> routes() {
    return List.of(
        new Route(Method.GET, ORG, RouteAccess.PERSON, RepoRoutes.known(this::ofOrg)),
        new Route(Method.PUT, ORG, RouteAccess.PERSON_WRITING, RepoRoutes.known(this::changeOrg)));
  }

  private Reply change(Request request, OpenRepo open) throws IOException {
    Map<String, Object> members = members(request);
    RepoSettings wanted = Request.require(RepoSettings.parse(members, open.repo().id().type()));
    PolicyWish wish = Request.require(PolicyWish.parse(members, time.instant()));
    return answer(
        changes.change(open, wanted, wish, request.id().both()), _ -> Reply.json(members));
  }

  private static Map<String, Object> members(Request request) throws IOException {
    Map<?, ?> body = request.json(Map.class);
    Map<String, Object> members = new LinkedHashMap<>();
    body.forEach((name, value) -> members.put(String.valueOf(name), value));
    return members;
  }

  private Reply ofOrg(Request request) {
    return answer(changes.ofOrg(request.caller(), org(request)), SettingsEndpoint::orgJson);
  }

  private Reply changeOrg(Request request) throws IOException {
    Namespace org = org(request);
    return switch (Request.require(PolicyWish.parse(members(request), time.instant()))) {
      case Lasting wish ->
          answer(
              changes.changeOrg(request.caller(), org, wish, request.id().both()),
              SettingsEndpoint::orgJson);
      case Nothing _ -> Problem.badRequest("\"" + PolicyWish.MODE + "\" is missing").reply();
      case Pausing _, Resuming _ ->
          Problem.badRequest("an organisation's policy is paused for one repository at a time")
              .reply();
    };
  }

  private static Namespace org(Request request) {
    return switch (Namespace.parse(request.variable("org"))) {
      case Value<Namespace>(var name) -> name;
      case Malformed<Namespace> _ -> throw new BadRequest(noSuchOrg());
    };
  }

  private static Problem noSuchOrg() {
    return Problem.of(Status.NOT_FOUND, "Organization not found");
  }

  private static Reply orgJson(PublishingPolicy policy) {
    return Reply.json(Map.of(PolicyWish.MODE, policy.ofOwner().word()));
  }

  private static Reply answer(SettingsResult result, Function<PublishingPolicy, Reply> done) {
    return switch (result) {
      case Done(var policy) -> done.apply(policy);
      case NotAllowed(var reason) -> Problem.forbidden(reason).reply();
      case Pointless(var reason) -> Problem.badRequest(reason).reply();
      case NoSuchRepo _ -> Problem.repoNotFound(false).reply();
      case NoSuchOrg _ -> noSuchOrg().reply();
    };
  }
}
