package dev.slipway.history;

import dev.slipway.access.Permission;
import dev.slipway.files.NextPage;
import dev.slipway.files.RevisionReader;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.history.HistoryJson.CommitJson;
import dev.slipway.http.Method;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.CommitId;
import dev.slipway.provenance.Provenance;
import dev.slipway.provenance.Provenance.Written;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code …/commits/{rev}}: the history of a revision, youngest first. */
final class CommitsEndpoint {

  private static final int USUAL_LIMIT = 50;
  private static final int MAX_LIMIT = 1000;
  private static final String PAGE = "p";

  private final RepoGit repos;
  private final Provenance provenance;
  private final NextPage nextPage;
  private final String avatar;

  CommitsEndpoint(RepoGit repos, Provenance provenance, PublicUrl publicUrl) {
    this.repos = repos;
    this.provenance = provenance;
    this.nextPage = new NextPage(publicUrl);
    this.avatar = publicUrl.at("/assets/avatar.svg");
  }

  void register(RepoRoutes routes) {
    routes.api(Method.GET, "/commits/{rest*}", Permission.READ_METADATA, this::commits);
  }

  private Reply commits(Request request, OpenRepo open) {
    int limit = Math.min(MAX_LIMIT, request.number("limit", USUAL_LIMIT, 1, Integer.MAX_VALUE));
    int page = request.number(PAGE, 0, 0, Integer.MAX_VALUE - 1);
    long skip = (long) page * limit;
    boolean formatted =
        Stream.of("expand", "expand[]")
            .flatMap(name -> request.queries(name).stream())
            .anyMatch("formatted"::equals);
    try (GitRepository git = repos.read(open)) {
      CommitId from = RevisionReader.whole(git, request.rest());
      List<CommitDetails> found = git.history(from, skip, limit);
      Map<CommitId, Written> jobs =
          provenance.written(open.repo().key(), found.stream().map(CommitDetails::id).toList());
      List<CommitJson> commits =
          found.stream()
              .map(commit -> CommitJson.of(commit, jobs.get(commit.id()), avatar, formatted))
              .toList();
      long total = git.historyLength(from);
      Reply reply = Reply.json(commits).header("X-Total-Count", String.valueOf(total));
      return skip + limit < total
          ? nextPage.link(PAGE, String.valueOf(page + 1), request, reply)
          : reply;
    }
  }
}
