package dev.slipway.commits;

import dev.slipway.access.Actor;
import dev.slipway.access.Permission;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.RefName;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Json;
import dev.slipway.http.LimitedInput;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoId;
import dev.slipway.repos.GitChange.Receipt;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoHandler;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.tokens.Tokens;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * {@code commit}: a whole commit in one body, read as it comes. Whoever sends the one commit of a
 * token that died with it again is told the same again.
 */
final class CommitEndpoint implements RepoHandler {

  private static final String ONE_OBJECT = "application/json";

  private static final int BUFFER_BYTES = 16 * 1024;

  private final MakeCommit commits;
  private final Tokens tokens;
  private final PublicUrl publicUrl;
  private final Path spool;

  CommitEndpoint(MakeCommit commits, Tokens tokens, PublicUrl publicUrl, Path spool) {
    this.commits = commits;
    this.tokens = tokens;
    this.publicUrl = publicUrl;
    this.spool = spool;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/commit/{revision*}", Permission.WRITE, this);
  }

  @Override
  public Reply handle(Request request, OpenRepo repo) {
    Optional<Reply> refusal = PullRequestEndpoint.refusal(request);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    RefName branch = TargetReader.branch(request);
    LimitedInput body = new LimitedInput(request.body(), CommitLimits.COMMIT_BODY);
    Optional<FingerprintBody> hashed =
        burns(repo) ? Optional.of(new FingerprintBody(request, body)) : Optional.empty();
    try {
      CommitOutcome outcome = make(new Sent(request, body, hashed), repo, branch);
      Optional<Reply> told = hashed.flatMap(whole -> told(outcome, request, whole));
      if (told.isPresent()) {
        return told.get();
      }
      if (outcome instanceof CommitOutcome.Refused) {
        repo.confirm(Permission.WRITE);
      }
      return answer(outcome, repo.repo().id(), branch);
    } finally {
      discard(request.body());
    }
  }

  private static boolean burns(OpenRepo repo) {
    return repo.caller().actor() instanceof Actor.Workload workload && workload.limits().burns();
  }

  /**
   * A commit on its way in.
   *
   * @param hashed the body that is read instead, if the caller's token dies with the commit
   */
  private record Sent(Request request, InputStream body, Optional<FingerprintBody> hashed) {

    /** Its lines; of a hashed body they end where the body does. */
    CommitReader lines(InlineBody content) {
      MemberReader members = new MemberReader(hashed.<InputStream>map(whole -> whole).orElse(body));
      CommitReader lines =
          request.mediaType().equals(ONE_OBJECT)
              ? new OneObjectReader(members, content)
              : new NdjsonReader(members, content);
      return hashed.<CommitReader>map(whole -> new WholeBodyReader(lines, whole)).orElse(lines);
    }
  }

  private CommitOutcome make(Sent sent, OpenRepo repo, RefName branch) {
    Optional<Receipt> receipt = sent.hashed().map(whole -> receipt(whole, repo.repo().id()));
    String requestId = sent.request().id().both();
    try (InlineBody content = new InlineBody(spool)) {
      return commits.make(
          new MakeCommit.Target(repo, branch, requestId, receipt), sent.lines(content));
    }
  }

  private Receipt receipt(FingerprintBody body, RepoId repo) {
    return new Receipt() {
      @Override
      public String request() {
        return body.fingerprint();
      }

      @Override
      public String answer(CatalogUpdate update) {
        return update.changes().stream()
            .flatMap(change ->
                change instanceof RefChange.Moved(_, var to)
                    ? Stream.of(json(repo, to.commit()))
                    : Stream.empty())
            .map(json -> new String(Json.write(json), StandardCharsets.UTF_8))
            .findFirst()
            .orElseThrow();
      }
    };
  }

  /** Of two that came together and are the same, both are told what became of the one. */
  private Optional<Reply> told(CommitOutcome outcome, Request request, FingerprintBody body) {
    return outcome instanceof CommitOutcome.Landed
        ? Optional.empty()
        : told(request, body::fingerprint);
  }

  private Optional<Reply> told(Request request, Supplier<String> fingerprint) {
    return request
        .shownToken()
        .flatMap(tokens::burnt)
        .filter(burnt -> burnt.request().equals(fingerprint.get()))
        .map(burnt ->
            Reply.bytes(Status.OK, Reply.JSON, burnt.answer().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public Reply refuse(Request request, Reply refusal) {
    try {
      FingerprintBody body =
          new FingerprintBody(request, new LimitedInput(request.body(), CommitLimits.COMMIT_BODY));
      return told(
              request,
              () -> {
                body.readToTheEnd();
                return body.fingerprint();
              })
          .orElse(refusal);
    } catch (BadRequest _) {
      // Larger than any commit, so it is not the one.
      return refusal;
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
      case CommitOutcome.Landed(var id) -> Reply.json(json(repo, id));
      case CommitOutcome.Stale(var tip) ->
          Problem.of(
                  Status.PRECONDITION_FAILED,
                  "\"parentCommit\" is not the tip of " + branch.shortName() + ", " + tip + " is")
              .reply();
      case CommitOutcome.NoSuchBranch _ -> Problem.revisionNotFound(branch.shortName()).reply();
      case CommitOutcome.NoSuchPath(var path) ->
          // hf adds a hint when it reads the first words.
          Problem.entryNotFound("A file with this name doesn't exist: " + path).reply();
      case CommitOutcome.RepoGone _ -> Problem.repoNotFound(false).reply();
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
      case FileFlaw.UnusableRules(var problem) ->
          problem + "; a file in Git LFS needs a rule there, so no rule was added";
      case FileFlaw.WrongEncoding _ -> "is not in the encoding that its line says";
      case FileFlaw.BrokenPointer _ -> "begins like a Git LFS pointer and is none";
      case FileFlaw.BlobMissing(var blob) ->
          "refers to " + blob + ", which was not uploaded to this repository";
      case FileFlaw.WrongSize(var held) -> "is said to have another size than " + held;
    };
  }

  private CommitJson json(RepoId repo, CommitId id) {
    String address = publicUrl.at("/" + repo.path() + "/commit/" + id);
    return new CommitJson(true, id.hex(), address, "");
  }

  /** The answer to a commit. */
  private record CommitJson(
      boolean success, String commitOid, String commitUrl, String hookOutput) {}
}
