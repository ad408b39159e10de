package dev.slipway.commits;

import dev.slipway.access.Permission;
import dev.slipway.git.storage.RefName;
import dev.slipway.http.LimitedInput;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoId;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** {@code commit}: a whole commit in one body, read as it comes. */
final class CommitEndpoint {

  private static final String ONE_OBJECT = "application/json";

  private static final int BUFFER_BYTES = 16 * 1024;

  private final MakeCommit commits;
  private final PublicUrl publicUrl;
  private final Path spool;

  CommitEndpoint(MakeCommit commits, PublicUrl publicUrl, Path spool) {
    this.commits = commits;
    this.publicUrl = publicUrl;
    this.spool = spool;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/commit/{revision*}", Permission.WRITE, this::commit);
  }

  private Reply commit(Request request, OpenRepo repo) {
    Optional<Reply> refusal = PullRequestEndpoint.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    RefName branch = TargetReader.branch(request);
    try {
      CommitOutcome outcome = make(request, repo, branch);
      if (outcome instanceof CommitOutcome.Refused) {
        repo.confirm(Permission.WRITE);
      }
      return answer(outcome, repo.repo().id(), branch);
    } finally {
      discard(request.body());
    }
  }

  private CommitOutcome make(Request request, OpenRepo repo, RefName branch) {
    LimitedInput body = new LimitedInput(request.body(), CommitLimits.COMMIT_BODY);
    try (InlineBody content = new InlineBody(spool)) {
      MemberReader members = new MemberReader(body);
      CommitReader lines =
          request.mediaType().equals(ONE_OBJECT)
              ? new OneObjectReader(members, content)
              : new NdjsonReader(members, content);
      return commits.make(new MakeCommit.Target(repo, branch, request.id().both()), lines);
    }
  }

  /** A client that is cut off while it sends sees a broken connection, not why it was refused. */
  private static void discard(InputStream body) {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = CommitLimits.DISCARDED.bytes();
    try {
      for (int read = 0; read >= 0 && left > 0; left -= read) {
        read = body.read(buffer);
      }
    } catch (IOException _) {
      // nobody is there to be told
    }
  }

  private Reply answer(CommitOutcome outcome, RepoId repo, RefName branch) {
    return switch (outcome) {
      case CommitOutcome.Landed(var id) -> landed(repo, id);
      case CommitOutcome.Stale(var tip) ->
          Problem.of(
                  Status.PRECONDITION_FAILED,
                  "\"parentCommit\" is not the tip of " + branch.shortName() + ", " + tip + " is")
              .reply();
      case CommitOutcome.NoSuchBranch _ -> Problem.revisionNotFound(branch.shortName()).reply();
      case CommitOutcome.NoSuchPath(var path) ->
          // hf adds a hint when it reads the first words.
          Problem.entryNotFound("A file with this name doesn't exist: " + path).reply();
      case CommitOutcome.Refused(var reason) -> Problem.forbidden(reason).reply();
      case CommitOutcome.TooManyOperations(var limit) ->
          Problem.of(
                  Status.CONTENT_TOO_LARGE,
                  "a commit has at most " + limit + " operations; make several")
              .reply();
      case CommitOutcome.BadFile(var path, var flaw) ->
          Problem.badRequest(path + " " + sentence(flaw)).reply();
    };
  }

  private static String sentence(FileFlaw flaw) {
    return switch (flaw) {
      case FileFlaw.InTheWay _ -> "is a file where a folder is needed, or a folder where a file is";
      case FileFlaw.TooLarge(var limit) ->
          "has more than " + limit + "; upload files of this size with Git LFS";
      case FileFlaw.WrongEncoding _ -> "is not in the encoding that its line says";
      case FileFlaw.BrokenPointer _ -> "begins like a Git LFS pointer and is none";
      case FileFlaw.BlobMissing(var blob) ->
          "refers to " + blob + ", which was not uploaded to this repository";
      case FileFlaw.WrongSize(var held) -> "is said to have another size than " + held;
    };
  }

  private Reply landed(RepoId repo, CommitId id) {
    String address = publicUrl.at("/" + repo.path() + "/commit/" + id);
    return Reply.json(new CommitJson(true, id.hex(), address, ""));
  }

  /** The answer to a commit. */
  private record CommitJson(
      boolean success, String commitOid, String commitUrl, String hookOutput) {}
}
