package dev.slipway.lfsfiles;

import dev.slipway.access.Permission;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.contents.RepoBlobStore.BlobQuery;
import dev.slipway.contents.RepoBlobStore.ListedBlob;
import dev.slipway.files.NextPage;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.LfsPlace;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.lfsfiles.LfsFilesJson.FileJson;
import dev.slipway.names.BlobId;
import dev.slipway.names.Parsed;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET …/lfs-files}: every large file that the repository holds, those that no commit refers
 * to as well, in the order of their ids, so that a client may delete while it reads on.
 */
final class ListEndpoint {

  /** Most files of a page. */
  static final int PAGE = 1_000;

  private final Database database;
  private final RepoGit git;
  private final NextPage nextPage;
  private final RepoBlobStore store = new RepoBlobStore();

  ListEndpoint(Database database, RepoGit git, NextPage nextPage) {
    this.database = database;
    this.git = git;
    this.nextPage = nextPage;
  }

  /** What was uploaded and not committed is nothing for readers. */
  void register(RepoRoutes routes) {
    routes.api(Method.GET, "/lfs-files", Permission.MANAGE, this::list);
  }

  private Reply list(Request request, OpenRepo repo) {
    int limit = Math.min(PAGE, request.number("limit", PAGE, 1, Integer.MAX_VALUE));
    String after = request.query(NextPage.CURSOR).map(ListEndpoint::place).orElse("");
    Optional<Boolean> isChunked = request.query("xet").map(_ -> request.flag("xet"));
    List<ListedBlob> found =
        database.read(
            tx -> store.list(tx, repo.repo().key(), new BlobQuery(after, isChunked, limit + 1)));
    List<ListedBlob> page = found.subList(0, Math.min(limit, found.size()));
    Map<LfsPointer, LfsPlace> places = places(repo, page);
    Reply reply =
        Reply.json(
            page.stream()
                .map(blob -> FileJson.of(blob, Optional.ofNullable(places.get(pointer(blob)))))
                .toList());
    return found.size() > limit
        ? nextPage.behind(page.getLast().id().hex(), request, reply)
        : reply;
  }

  private static String place(String cursor) {
    Parsed<String> hex =
        NextPage.cursor(cursor)
            .then(text -> BlobId.parse(text).then(blob -> Parsed.of(blob.hex())));
    return Request.require(hex);
  }

  private Map<LfsPointer, LfsPlace> places(OpenRepo repo, List<ListedBlob> page) {
    if (page.isEmpty()) {
      return Map.of();
    }
    try (GitRepository repository = git.read(repo)) {
      return repository.lfsPlaces(page.stream().map(ListEndpoint::pointer).toList());
    }
  }

  private static LfsPointer pointer(ListedBlob blob) {
    return new LfsPointer(blob.id(), blob.held().size());
  }
}
