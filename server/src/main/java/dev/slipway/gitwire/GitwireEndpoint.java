package dev.slipway.gitwire;

import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.contents.RepoBlobStore;
import dev.slipway.git.GitRepository;
import dev.slipway.git.wire.GitProgram;
import dev.slipway.git.wire.GitProtocol;
import dev.slipway.git.wire.PushRules;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Body;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.repos.GitChange;
import dev.slipway.repos.GitChange.Receipt;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoProblem;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Smart HTTP. Who may is decided before a byte of git is read or written; what a push says is
 * decided once more in the transaction that makes it visible.
 *
 * @see <a href="https://git-scm.com/docs/gitprotocol-http">gitprotocol-http</a>
 */
final class GitwireEndpoint {

  private static final String ACTION = "repo.push";

  private final Database database;
  private final RepoGit git;
  private final RepoBlobStore blobs;
  private final RepoProblem problems;
  private final Path spool;

  GitwireEndpoint(
      Database database, RepoGit git, RepoBlobStore blobs, RepoProblem problems, Path spool) {
    this.spool = spool;
    this.database = database;
    this.git = git;
    this.blobs = blobs;
    this.problems = problems;
  }

  void register(RepoRoutes routes) {
    routes.git(Method.GET, "/info/refs", Permission.READ_CONTENT, this::advertise);
    routes.git(Method.POST, "/git-upload-pack", Permission.READ_CONTENT, this::fetch);
    routes.git(Method.POST, "/git-receive-pack", Permission.WRITE, this::push);
  }

  private Reply advertise(Request request, OpenRepo repo) throws IOException {
    Optional<GitProgram> service = request.query("service").flatMap(GitProgram::ofWord);
    if (service.isEmpty()) {
      return Problem.of(Status.NOT_FOUND, "This hub speaks git's smart protocol alone.").reply();
    }
    return switch (service.get()) {
      case UPLOAD_PACK -> advertise(service.get(), request, repo);
      case RECEIVE_PACK ->
          switch (repo.decide(Permission.WRITE)) {
            case Decision.Allowed _ -> advertise(service.get(), request, repo);
            case Decision.Hidden _, Decision.Forbidden _, Decision.Gated _, Decision.Disabled _ ->
                problems.of(repo.decide(Permission.WRITE), repo.caller(), repo.repo().id()).reply();
          };
    };
  }

  private Reply advertise(GitProgram service, Request request, OpenRepo repo) throws IOException {
    ByteArrayOutputStream references = new ByteArrayOutputStream();
    try (GitRepository repository = git.read(repo)) {
      repository.smartHttp().advertise(service, protocol(request), references);
    }
    return uncached(Reply.bytes(Status.OK, service.advertisementType(), references.toByteArray()));
  }

  private static GitProtocol protocol(Request request) {
    return GitProtocol.ofHeader(request.header(GitProtocol.HEADER).orElse(""));
  }

  /** The answer is streamed; what the client asks is read before. */
  private Reply fetch(Request request, OpenRepo repo) throws IOException {
    FetchBody asked =
        FetchBody.of(WireBody.of(request, GitProgram.UPLOAD_PACK, WireLimits.FETCH_REQUEST), spool);
    GitProtocol protocol = protocol(request);
    Body.Writer answer =
        out -> {
          try (asked;
              InputStream question = asked.open();
              GitRepository repository = git.read(repo)) {
            repository.smartHttp().uploadPack(question, out, protocol);
          }
        };
    return uncached(
        Reply.streamed(GitProgram.UPLOAD_PACK.resultType(), answer)
            .with(new Body.Streamed(OptionalLong.empty(), answer, asked::close)));
  }

  /** The push is streamed; what the client is told is short, and sent when all is decided. */
  private Reply push(Request request, OpenRepo repo) throws IOException {
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    HeldPushRules rules = new HeldPushRules(database, blobs, repo);
    GitChange change =
        GitChange.unless(ACTION, request.id().both(), rules::refusalToLand)
            .leaving(Receipt.OF_PUSH);
    try (SourceInput body =
            new SourceInput(
                WireBody.of(request, GitProgram.RECEIVE_PACK, WireLimits.PUSH_REQUEST));
        GitRepository repository = git.change(repo, change)) {
      receive(repository, body, told, rules);
    }
    return uncached(
        Reply.bytes(Status.OK, GitProgram.RECEIVE_PACK.resultType(), told.toByteArray()));
  }

  private static void receive(
      GitRepository repository, SourceInput body, ByteArrayOutputStream told, PushRules rules)
      throws IOException {
    try {
      repository.smartHttp().receivePack(body, told, rules);
    } catch (IOException e) {
      if (body.isBroken()) {
        throw e;
      }
      throw new BadRequest("the body is not a push of git");
    }
  }

  /** Knows whether it failed: what else fails while it is read is what it carries. */
  private static final class SourceInput extends FilterInputStream {

    private boolean isBroken;

    SourceInput(InputStream source) {
      super(source);
    }

    boolean isBroken() {
      return isBroken;
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        isBroken = true;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      try {
        return super.read(bytes, offset, count);
      } catch (IOException e) {
        isBroken = true;
        throw e;
      }
    }
  }

  private static Reply uncached(Reply reply) {
    return reply
        .header("Cache-Control", "no-cache, max-age=0, must-revalidate")
        .header("Pragma", "no-cache")
        .header("Expires", "Fri, 01 Jan 1980 00:00:00 GMT");
  }
}
