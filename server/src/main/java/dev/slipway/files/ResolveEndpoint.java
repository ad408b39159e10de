package dev.slipway.files;

import dev.slipway.contents.Contents;
import dev.slipway.contents.RepoBlobStore.HeldBlob;
import dev.slipway.contents.XetAddresses;
import dev.slipway.git.GitRepository;
import dev.slipway.git.history.RevisionPath;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.http.Body;
import dev.slipway.http.Problem;
import dev.slipway.http.RangedReply;
import dev.slipway.http.RangedReply.Source;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code /{id}/resolve/{rev}/{path}}, a file's content, and {@code /{id}/raw/…}, what git has of
 * it. Both answer themselves and never redirect: the clients' versions differ in what they follow.
 */
final class ResolveEndpoint {

  /** In the root of a gated repository, what tells people whether and how to ask for access. */
  private static final Set<String> OUTSIDE_THE_GATE =
      Set.of("README.md", "LICENSE", "LICENSE.md", "LICENSE.txt");

  /** Commits may refer to what is gone, and pushes of long ago to what never came. */
  private static final String GONE =
      "The content of this file is not here: it was deleted from the repository, or never uploaded.";

  private final RepoGit repos;
  private final Contents contents;
  private final XetAddresses addresses;

  ResolveEndpoint(RepoGit repos, Contents contents, XetAddresses addresses) {
    this.repos = repos;
    this.contents = contents;
    this.addresses = addresses;
  }

  void register(RepoRoutes routes) {
    routes.files(
        "/resolve/{rest*}",
        ResolveEndpoint::isOutside,
        (request, open) -> file(request, open, this::content));
    routes.files(
        "/raw/{rest*}",
        ResolveEndpoint::isOutside,
        (request, open) -> file(request, open, this::text));
  }

  /** One segment of revision and one of path, so that no other reading of the address is open. */
  private static boolean isOutside(Request request) {
    List<String> rest = request.rest();
    return rest.size() == 2 && OUTSIDE_THE_GATE.contains(rest.getLast());
  }

  private Reply file(Request request, OpenRepo open, Shape shape) {
    GitRepository git = repos.read(open);
    boolean isStreaming = false;
    try {
      RevisionPath place =
          RevisionReader.split(git, request.rest(), path -> find(git, path).isPresent());
      Optional<FileEntry> file = find(git, place);
      if (file.isEmpty()) {
        return EntryProblem.reply(place.commit());
      }
      Reply reply =
          shape
              .reply(new Asked(request, open, git, place.commit()), file.get())
              .header(EntryProblem.COMMIT_HEADER, place.commit().hex());
      isStreaming = reply.body() instanceof Body.Streamed;
      return reply.body() instanceof Body.Streamed body ? reply.with(closing(body, git)) : reply;
    } finally {
      if (!isStreaming) {
        git.close();
      }
    }
  }

  private static Optional<FileEntry> find(GitRepository git, RevisionPath place) {
    return switch (RepoPath.parse(String.join("/", place.rest()))) {
      case Value<RepoPath>(var path) ->
          git.entry(place.commit(), path)
              .flatMap(
                  entry -> entry instanceof FileEntry file ? Optional.of(file) : Optional.empty());
      case Malformed<RepoPath> _ -> Optional.empty();
    };
  }

  /** The repository is read from until the last byte is sent. */
  private static Body.Streamed closing(Body.Streamed body, GitRepository git) {
    Body.Writer writer =
        out -> {
          try (git) {
            body.writer().writeTo(out);
          }
        };
    Runnable unused =
        () -> {
          body.unused().run();
          git.close();
        };
    return new Body.Streamed(body.length(), writer, unused);
  }

  private Reply content(Asked asked, FileEntry file) {
    return file.pointer()
        .map(pointer -> blob(asked, file, pointer))
        .orElseGet(() -> text(asked, file));
  }

  private Reply blob(Asked asked, FileEntry file, LfsPointer pointer) {
    RepoKey repo = asked.open().repo().key();
    Optional<HeldBlob> held = contents.find(repo, pointer.blob());
    if (held.isEmpty()) {
      return Problem.entryNotFound(GONE).reply();
    }
    Source source =
        new Source(
            held.get().size(),
            pointer.blob().hex(),
            MediaTypes.of(file.path()),
            (offset, length) -> contents.open(repo, pointer.blob(), offset, length));
    Optional<ChunkedReply> chunked =
        held.get()
            .file()
            .map(hash ->
                new ChunkedReply(
                    addresses,
                    addresses.readToken(asked.open().repo().id(), asked.commit()),
                    hash));
    Reply reply =
        chunked
            .filter(_ -> ChunkedReply.isAskedFor(asked.request()))
            .map(inChunks -> inChunks.reply(source))
            .orElseGet(() -> RangedReply.of(asked.request(), source));
    Reply linked =
        FileHeadersReply.on(reply, asked, file)
            .header("X-Linked-Etag", "\"" + pointer.blob().hex() + "\"")
            .header("X-Linked-Size", String.valueOf(held.get().size().bytes()));
    return chunked.map(inChunks -> inChunks.announcedOn(linked)).orElse(linked);
  }

  private Reply text(Asked asked, FileEntry file) {
    ByteCount size = file.pointer().map(LfsPointer::pointerSize).orElse(file.size());
    String type = file.pointer().isPresent() ? MediaTypes.PLAIN_TEXT : MediaTypes.of(file.path());
    Source source =
        new Source(
            size,
            file.oid().hex(),
            type,
            (offset, length) -> FileSources.open(asked.git(), file.oid(), offset, length));
    return FileHeadersReply.on(RangedReply.of(asked.request(), source), asked, file);
  }

  /** Which bytes of a file are asked for. */
  private interface Shape {
    Reply reply(Asked asked, FileEntry file);
  }

  /** Who asks, and of which repository. */
  record Asked(Request request, OpenRepo open, GitRepository git, CommitId commit) {}
}
