package dev.slipway.files;

import dev.slipway.access.Permission;
import dev.slipway.contents.Contents;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.files.EntryJson.PathsJson;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.history.RevisionPath;
import dev.slipway.git.history.TreeCursor;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.git.history.TreePage;
import dev.slipway.git.history.TreeQuery;
import dev.slipway.http.BadRequest;
import dev.slipway.http.FormBody;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.BlobId;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code …/tree/{rev}/{path}} and {@code …/paths-info/{rev}}: what is there, without its bytes. */
final class TreeEndpoint {

  /** Most entries of a page. */
  static final int PAGE = 1000;

  /** Most entries of a page that names each entry's last commit. */
  static final int EXPANDED_PAGE = 100;

  /** Most paths that one request asks about. */
  static final int MAX_PATHS = 1000;

  private final RepoGit repos;
  private final Contents contents;
  private final NextPage nextPage;

  TreeEndpoint(RepoGit repos, Contents contents, NextPage nextPage) {
    this.repos = repos;
    this.contents = contents;
    this.nextPage = nextPage;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.GET, "/tree/{rest*}", Permission.READ_METADATA, this::tree);
    routes.api(Method.POST, "/paths-info/{rest*}", Permission.READ_METADATA, this::pathsInfo);
  }

  private Reply tree(Request request, OpenRepo open) {
    boolean expand = request.flag("expand");
    int most = expand ? EXPANDED_PAGE : PAGE;
    int limit = Math.min(most, request.number("limit", most, 1, Integer.MAX_VALUE));
    String after = request.query(NextPage.CURSOR).map(TreeEndpoint::place).orElse("");
    try (GitRepository git = repos.read(open)) {
      RevisionPath place = RevisionReader.split(git, request.rest(), path -> isFolder(git, path));
      CommitId commit = place.commit();
      Optional<TreePage> page =
          folder(place)
              .flatMap(folder ->
                  git.list(commit, new TreeQuery(folder, request.flag("recursive"), after, limit)));
      if (page.isEmpty()) {
        return EntryProblem.reply(commit);
      }
      Reply reply = entries(git, commit, page.get().entries(), new Shown(open, expand));
      Optional<TreeCursor> next = page.get().next();
      return next.isEmpty() ? reply : nextPage.behind(next.get().text(), request, reply);
    }
  }

  private static String place(String cursor) {
    return Request.require(NextPage.cursor(cursor).then(TreeCursor::parse)).text();
  }

  private static boolean isFolder(GitRepository git, RevisionPath place) {
    Optional<String> folder = folder(place);
    return folder.filter(String::isEmpty).isPresent()
        || folder
            .flatMap(path -> git.entry(place.commit(), new RepoPath(path)))
            .filter(FolderEntry.class::isInstance)
            .isPresent();
  }

  /** Empty for text that is no path, at which there is nothing. */
  private static Optional<String> folder(RevisionPath place) {
    String path = withoutFinalSlash(String.join("/", place.rest()));
    return path.isEmpty() ? Optional.of("") : path(path).map(RepoPath::text);
  }

  private static String withoutFinalSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static Optional<RepoPath> path(String text) {
    return switch (RepoPath.parse(text)) {
      case Value<RepoPath>(var path) -> Optional.of(path);
      case Malformed<RepoPath> _ -> Optional.empty();
    };
  }

  private Reply pathsInfo(Request request, OpenRepo open) throws IOException {
    Wanted wanted = wanted(request);
    try (GitRepository git = repos.read(open)) {
      CommitId commit = RevisionReader.whole(git, request.rest());
      List<RepoPath> paths =
          wanted.paths().stream().flatMap(path -> path(withoutFinalSlash(path)).stream()).toList();
      List<TreeEntry> found = List.copyOf(git.entries(commit, paths).values());
      return entries(git, commit, found, new Shown(open, wanted.expand()));
    }
  }

  /** Python sends a form, JavaScript sends JSON. */
  private static Wanted wanted(Request request) throws IOException {
    Wanted wanted;
    if (request.mediaType().equals("application/json")) {
      PathsJson body = request.json(PathsJson.class);
      List<String> paths = body.paths() == null ? List.of() : body.paths();
      wanted = new Wanted(new LinkedHashSet<>(paths), Boolean.TRUE.equals(body.expand()));
    } else {
      FormBody form = request.form();
      boolean expand = form.first("expand").filter(TreeEndpoint::isYes).isPresent();
      wanted = new Wanted(new LinkedHashSet<>(form.all("paths")), expand);
    }
    if (wanted.paths().size() > MAX_PATHS) {
      throw new BadRequest(
          Problem.of(Status.CONTENT_TOO_LARGE, "at most " + MAX_PATHS + " paths a request"));
    }
    return wanted;
  }

  private static boolean isYes(String text) {
    return Set.of("true", "True", "1").contains(text);
  }

  private Reply entries(GitRepository git, CommitId commit, List<TreeEntry> entries, Shown shown) {
    Map<RepoPath, CommitDetails> last =
        shown.lastCommits()
            ? git.lastCommits(commit, entries.stream().map(TreeEntry::path).toList())
            : Map.of();
    boolean masked = !shown.open().allows(Permission.READ_CONTENT);
    Map<BlobId, HeldBlob> held = contents.find(shown.open().repo().key(), blobs(entries));
    return Reply.json(
        entries.stream()
            .map(entry ->
                EntryJson.of(entry, held, masked, Optional.ofNullable(last.get(entry.path()))))
            .toList());
  }

  private static List<BlobId> blobs(List<TreeEntry> entries) {
    List<BlobId> blobs = new ArrayList<>();
    for (TreeEntry entry : entries) {
      if (entry instanceof FileEntry file) {
        file.pointer().ifPresent(pointer -> blobs.add(pointer.blob()));
      }
    }
    return blobs;
  }

  /** The paths that a request asks about, each once. */
  private record Wanted(Set<String> paths, boolean expand) {}

  /** To whom entries are shown, and whether with their last commits. */
  private record Shown(OpenRepo open, boolean lastCommits) {}
}
