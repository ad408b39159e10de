package dev.slipway.profiles;

import dev.slipway.access.Permission;
import dev.slipway.files.RevisionReader;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.http.Body;
import dev.slipway.http.Json;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The info object of a repository, at its default branch or at a revision. */
final class ProfileEndpoint {

  private static final List<String> HEAD = List.of("HEAD");

  private final RepoGit repos;
  private final Database database;
  private final ProfileStore store;

  ProfileEndpoint(RepoGit repos, Database database, ProfileStore store) {
    this.repos = repos;
    this.database = database;
    this.store = store;
  }

  void register(RepoRoutes routes) {
    routes.api(
        Method.GET, "", Permission.READ_METADATA, (request, open) -> info(request, open, HEAD));
    routes.api(
        Method.GET,
        "/revision/{rest*}",
        Permission.READ_METADATA,
        (request, open) -> info(request, open, request.rest()));
  }

  private Reply info(Request request, OpenRepo open, List<String> revision) throws IOException {
    Optional<Set<String>> named = ExpandReader.read(request, open.repo().id().type());
    GitRepository git = repos.read(open);
    boolean streams = false;
    try {
      CommitId commit = RevisionReader.whole(git, revision);
      Map<String, Object> info = info(request, open, git, commit).shown(named, Set.of());
      streams = info.get("siblings") instanceof Siblings siblings && !siblings.isRead();
      return streams ? streamed(info, git) : Reply.json(info);
    } finally {
      if (!streams) {
        git.close();
      }
    }
  }

  private ProfileJson info(Request request, OpenRepo open, GitRepository git, CommitId commit)
      throws IOException {
    RepoType type = open.repo().id().type();
    Card card = CardReader.card(git, commit, type);
    Described described =
        new Described(
            open.repo(),
            Optional.of(commit),
            card,
            () -> database.read(tx -> store.storage(tx, open.repo().key())));
    ProfileJson fields = ProfileJson.of(described);
    boolean mayRead = open.allows(Permission.READ_CONTENT);
    if (type == RepoType.MODEL && mayRead) {
      Optional<Map<?, ?>> config = CardReader.config(git, commit);
      fields.put("config", () -> config);
    }
    if (open.allows(Permission.MANAGE)) {
      fields.addPolicy(open);
    }
    if (type != RepoType.KERNEL) {
      Function<FileEntry, SiblingJson> shape =
          request.flag("blobs") ? file -> SiblingJson.detailed(file, !mayRead) : SiblingJson::named;
      fields.add("siblings", () -> new Siblings(git, commit, shape));
    }
    return fields;
  }

  /** The repository stays open until the last page of its files is written. */
  private static Reply streamed(Map<String, Object> info, GitRepository git) {
    Body.Writer writer =
        out -> {
          try (git;
              var json = Json.generator(out)) {
            Json.write(json, info);
          }
        };
    return Reply.streamed(Reply.JSON, writer)
        .with(new Body.Streamed(OptionalLong.empty(), writer, git::close));
  }
}
