package dev.slipway.commits;

import dev.slipway.access.Permission;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.RepoRoutes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Discussions and pull requests: there are none yet, and whoever asks for one is told so. */
final class PullRequestEndpoint {

  private static final Problem NOT_HERE =
      Problem.of(Status.NOT_IMPLEMENTED, "This hub has no pull requests and discussions yet.");

  /** Asks for a pull request instead of a commit. */
  private static final String CREATE = "create_pr";

  private PullRequestEndpoint() {}

  static void register(RepoRoutes routes) {
    Map<String, Object> none = Map.of("discussions", List.of(), "count", 0, "start", 0);
    routes.api(Method.GET, "/discussions", Permission.READ_METADATA, (_, _) -> Reply.json(none));
    Problem noSuch = Problem.of(Status.NOT_FOUND, "There is no such discussion or pull request.");
    routes.api(
        Method.GET, "/discussions/{rest*}", Permission.READ_METADATA, (_, _) -> noSuch.reply());
    for (String tail : List.of("/discussions", "/discussions/{rest*}")) {
      routes.api(Method.POST, tail, Permission.READ_METADATA, (_, _) -> NOT_HERE.reply());
    }
  }

  /** The refusal of a request that asks for a pull request. */
  static Optional<Reply> refusal(Request request) {
    return request.flag(CREATE) ? Optional.of(NOT_HERE.reply()) : Optional.empty();
  }
}
