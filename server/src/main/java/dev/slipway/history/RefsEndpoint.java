package dev.slipway.history;

import dev.slipway.access.Permission;
import dev.slipway.git.GitRepository;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;
import dev.slipway.history.HistoryJson.RefJson;
import dev.slipway.history.HistoryJson.RefsJson;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.util.Comparator;
import java.util.List;

/** {@code …/refs}: every branch and tag. */
final class RefsEndpoint {

  private static final String CONVERTS = "refs/convert/";

  private final RepoGit repos;

  RefsEndpoint(RepoGit repos) {
    this.repos = repos;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.GET, "/refs", Permission.READ_METADATA, this::refs);
  }

  private Reply refs(Request request, OpenRepo open) {
    try (GitRepository git = repos.read(open)) {
      List<GitRef> all = git.refs();
      boolean pullRequests = request.flag("include_prs") || request.flag("include_pull_requests");
      return Reply.json(
          new RefsJson(
              below(RefName.BRANCHES, all),
              below(CONVERTS, all),
              below(RefName.TAGS, all),
              pullRequests ? below(RefName.PULL_REQUESTS, all) : null));
    }
  }

  /** The default branch first, the others by name. */
  private static List<RefJson> below(String root, List<GitRef> all) {
    return all.stream()
        .filter(ref -> ref.name().text().startsWith(root))
        .sorted(
            Comparator.comparing((GitRef ref) -> !ref.name().equals(RefName.MAIN))
                .thenComparing(GitRef::name))
        .map(ref -> RefJson.of(ref, root))
        .toList();
  }
}
