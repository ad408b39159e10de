package dev.slipway.lfsfiles;

import dev.slipway.access.Permission;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.lfsfiles.LfsFilesJson.BatchJson;
import dev.slipway.lfsfiles.LfsFilesJson.DeletedJson;
import dev.slipway.lfsfiles.LfsFilesJson.DeletionsJson;
import dev.slipway.lfsfiles.Removal.Outcome;
import dev.slipway.lfsfiles.Removal.Wanted;
import dev.slipway.names.BlobId;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST …/lfs-files/batch} and {@code DELETE …/lfs-files/{sha}}: for good. */
final class RemovalEndpoint {

  /** Most files of a batch; clients send as many. */
  static final int MAX_FILES = 1_000;

  private final Removal removal;

  RemovalEndpoint(Removal removal) {
    this.removal = removal;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/lfs-files/batch", Permission.REWRITE, this::batch);
    routes.api(Method.DELETE, "/lfs-files/{sha}", Permission.REWRITE, this::one);
  }

  /** Those that are gone already do not matter: a client may send its batch again. */
  private Reply batch(Request request, OpenRepo repo) throws IOException {
    DeletionsJson deletions = request.json(BatchJson.class).deletions();
    if (deletions == null || deletions.sha() == null) {
      throw new BadRequest("\"deletions\" has the \"sha\" of each file");
    }
    List<@Nullable String> shas = deletions.sha();
    if (shas.size() > MAX_FILES) {
      throw new BadRequest(
          Problem.of(Status.CONTENT_TOO_LARGE, "a batch has at most " + MAX_FILES + " files"));
    }
    Set<BlobId> blobs = new LinkedHashSet<>();
    for (String sha : shas) {
      blobs.add(Request.require(BlobId.parse(sha == null ? "" : sha)));
    }
    Wanted wanted = new Wanted(blobs, Boolean.TRUE.equals(deletions.rewriteHistory()));
    return reply(removal.remove(repo, wanted, request.id().both()), repo);
  }

  private Reply one(Request request, OpenRepo repo) {
    BlobId blob = Request.require(BlobId.parse(request.variable("sha")));
    Wanted wanted = new Wanted(List.of(blob), request.flag("rewriteHistory"));
    Outcome outcome = removal.remove(repo, wanted, request.id().both());
    return outcome.equals(new Outcome.Removed(0))
        ? Problem.of(Status.NOT_FOUND, "The repository holds no such file.").reply()
        : reply(outcome, repo);
  }

  private static Reply reply(Outcome outcome, OpenRepo repo) {
    return switch (outcome) {
      case Outcome.Removed(var files) -> Reply.json(new DeletedJson(true, files));
      case Outcome.Refused(var reason) -> {
        // A token that died meanwhile is told so, and not that something else is forbidden.
        repo.confirm(Permission.REWRITE);
        yield Problem.forbidden(reason).reply();
      }
    };
  }
}
