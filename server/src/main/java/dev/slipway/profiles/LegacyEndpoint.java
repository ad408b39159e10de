package dev.slipway.profiles;

import dev.slipway.http.Handler;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Repositories without a namespace, such as {@code gpt2}, which the Hub once gave out. There are
 * none here, and clients that ask for one learn it in the way that they understand.
 */
final class LegacyEndpoint {

  /** What follows the name in the addresses that clients use. */
  private static final Set<String> API_VERBS =
      Set.of(
          "revision",
          "tree",
          "refs",
          "commits",
          "paths-info",
          "preupload",
          "commit",
          "branch",
          "tag",
          "super-squash",
          "user-access-request",
          "settings",
          "auth-check",
          "xet-read-token",
          "xet-write-token",
          "discussions");

  /** What stands at the end of an address that is not fetched but sent to. */
  private static final Set<String> LAST_VERBS = Set.of("settings", "discussions");

  private static final Set<String> WEB_VERBS = Set.of("resolve", "raw");

  List<Route> routes() {
    return RepoType.withGit().stream().flatMap(LegacyEndpoint::routes).toList();
  }

  /**
   * Behind every route of repositories: only what no other one answers comes here, so that a
   * repository may well be called {@code resolve}.
   */
  private static Stream<Route> routes(RepoType type) {
    String api = "/api/" + type.plural() + "/";
    String web = "/" + type.prefix();
    Stream<Route> behind =
        Stream.of(Method.GET, Method.POST, Method.PUT, Method.PATCH, Method.DELETE)
            .flatMap(method ->
                Stream.of(
                    route(method, api + "{ns}/{name}/{rest*}", on -> missing(on, API_VERBS)),
                    route(method, web + "{ns}/{name}/{rest*}", on -> missing(on, WEB_VERBS))));
    return Stream.concat(
        Stream.of(
            route(Method.GET, api + "{name}", LegacyEndpoint::missing),
            route(Method.PUT, api + "{ns}/{name}", LegacyEndpoint::missingBeforeLast),
            route(Method.POST, api + "{ns}/{name}", LegacyEndpoint::missingBeforeLast)),
        behind);
  }

  private static Route route(Method method, String pattern, Handler handler) {
    return new Route(method, pattern, RouteAccess.ANYONE, handler);
  }

  /** The second segment of {@code gpt2/resolve/main/x} stands where others have their name. */
  private static Reply missing(Request request, Set<String> verbs) {
    boolean isLegacy = verbs.contains(request.variable("name")) && !request.rest().isEmpty();
    return isLegacy ? missing(request) : Problem.noSuchPath().reply();
  }

  private static Reply missingBeforeLast(Request request) {
    return LAST_VERBS.contains(request.variable("name"))
        ? missing(request)
        : Problem.noSuchPath().reply();
  }

  private static Reply missing(Request request) {
    return Problem.repoNotFound(request.caller().isAnonymous()).reply();
  }
}
