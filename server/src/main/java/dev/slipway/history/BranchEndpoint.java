package dev.slipway.history;

import dev.slipway.access.Permission;
import dev.slipway.files.RevisionReader;
import dev.slipway.git.GitRepository;
import dev.slipway.git.change.RefEdits.IfExists;
import dev.slipway.git.change.RefResult;
import dev.slipway.git.history.Signature;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;
import dev.slipway.history.HistoryJson.BranchJson;
import dev.slipway.history.HistoryJson.SquashJson;
import dev.slipway.history.HistoryJson.TagJson;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Json;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.Ascii;
import dev.slipway.names.CommitId;
import dev.slipway.names.Revision;
import dev.slipway.repos.Authors;
import dev.slipway.repos.GitChange;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.RepoGit;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code …/branch}, {@code …/tag} and {@code …/super-squash}: what moves references by API. */
final class BranchEndpoint {

  private static final String HEAD = "HEAD";

  private static final int MAX_MESSAGE_CHARACTERS = 500;
  private static final Map<String, Object> SUCCESS = Map.of("success", true);

  private final RepoGit repos;
  private final Authors authors;

  BranchEndpoint(RepoGit repos, Authors authors) {
    this.repos = repos;
    this.authors = authors;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/branch/{rest*}", Permission.WRITE, this::createBranch);
    routes.api(Method.DELETE, "/branch/{rest*}", Permission.WRITE, this::deleteBranch);
    routes.api(Method.POST, "/tag/{rest*}", Permission.WRITE, this::createTag);
    routes.api(Method.DELETE, "/tag/{rest*}", Permission.WRITE, this::deleteTag);
    routes.api(Method.POST, "/super-squash/{rest*}", Permission.REWRITE, this::squash);
  }

  private Reply createBranch(Request request, OpenRepo open) throws IOException {
    RefName name = RefName.branch(newName(name(request)));
    BranchJson body = body(request, BranchJson.class, new BranchJson(null, null, null));
    IfExists ifExists = Boolean.TRUE.equals(body.overwrite()) ? IfExists.REPLACE : IfExists.KEEP;
    if (name.equals(RefName.MAIN) && ifExists == IfExists.REPLACE) {
      // A branch that everybody reads is not emptied by a flag; squashing asks for more than this.
      return Problem.forbidden("The default branch cannot be overwritten.").reply();
    }
    return change(
        request,
        new Moving(open, name, "repo.create_branch"),
        git -> {
          if (Boolean.TRUE.equals(body.emptyBranch())) {
            return created(git.createEmptyBranch(name, by(open), ifExists), Status.CREATED);
          }
          String start = Optional.ofNullable(body.startingPoint()).orElse(Revision.MAIN.text());
          CommitId at = RevisionReader.whole(git, List.of(start));
          return created(git.createRef(name, at, ifExists), Status.CREATED);
        });
  }

  private Reply deleteBranch(Request request, OpenRepo open) {
    String name = name(request);
    RefName branch = RefName.branch(existing(name));
    return change(
        request,
        new Moving(open, branch, "repo.delete_branch"),
        git -> deleted(git.deleteRef(branch), name));
  }

  /** The revision stands in the address, the tag's name in the body. */
  private Reply createTag(Request request, OpenRepo open) throws IOException {
    TagJson body = request.json(TagJson.class);
    if (body.tag() == null) {
      throw new BadRequest("\"tag\" is missing");
    }
    RefName name = RefName.tag(newName(body.tag()));
    String message = Optional.ofNullable(body.message()).orElse("").strip();
    return change(
        request,
        new Moving(open, name, "repo.create_tag"),
        git -> {
          CommitId at = RevisionReader.whole(git, request.rest());
          RefResult result =
              message.isEmpty()
                  ? git.createRef(name, at, IfExists.KEEP)
                  : git.createTag(name, at, by(open), message);
          return created(result, Status.OK);
        });
  }

  private Reply deleteTag(Request request, OpenRepo open) {
    String name = name(request);
    RefName tag = RefName.tag(existing(name));
    return change(
        request,
        new Moving(open, tag, "repo.delete_tag"),
        git -> deleted(git.deleteRef(tag), name));
  }

  private Reply squash(Request request, OpenRepo open) throws IOException {
    String name = name(request);
    RefName branch = name.equals(HEAD) ? RefName.MAIN : RefName.branch(existing(name));
    SquashJson body = body(request, SquashJson.class, new SquashJson(null));
    String message =
        Optional.ofNullable(body.message())
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElse("Squash the history of " + name);
    if (message.length() > MAX_MESSAGE_CHARACTERS) {
      throw new BadRequest("a message has at most " + MAX_MESSAGE_CHARACTERS + " characters");
    }
    return change(
        request,
        new Moving(open, branch, "repo.squash"),
        git -> squashed(git.squash(branch, by(open), message), name));
  }

  /** Which reference is about to change, and how the audit calls that. */
  private record Moving(OpenRepo repo, RefName name, String action) {}

  private Reply change(Request request, Moving moving, Function<GitRepository, Reply> work) {
    OpenRepo open = moving.repo();
    Optional<String> refusal = open.refusal(moving.name());
    if (refusal.isPresent()) {
      return Problem.forbidden(refusal.get()).reply();
    }
    GitChange change = GitChange.of(moving.action(), request.id().both());
    try (GitRepository git = repos.change(open, change)) {
      Reply reply = work.apply(git);
      if (reply.status() == Status.FORBIDDEN) {
        // A token that died meanwhile is told so, and not that something else is forbidden.
        open.confirm(Permission.WRITE);
      }
      return reply;
    }
  }

  private Signature by(OpenRepo open) {
    return authors.of(open.caller().actor());
  }

  private static Reply created(RefResult result, int status) {
    return result instanceof RefResult.Done ? Reply.json(status, SUCCESS) : refused(result, "");
  }

  private static Reply deleted(RefResult result, String name) {
    return result instanceof RefResult.Done ? Reply.json(SUCCESS) : refused(result, name);
  }

  private static Reply squashed(RefResult result, String name) {
    return result instanceof RefResult.Done(GitRef ref)
        ? Reply.json(Map.of("commitId", ref.commit().hex()))
        : refused(result, name);
  }

  private static Reply refused(RefResult result, String name) {
    return switch (result) {
      case RefResult.Done _ -> throw new IllegalArgumentException("what is done was not refused");
      case RefResult.Exists(var ref) ->
          Problem.conflict("Reference already exists: " + ref.name().text()).reply();
      case RefResult.NameConflict(var existing) ->
          Problem.conflict("The name stands in the way of the reference " + existing.text())
              .reply();
      case RefResult.NoSuchRef _ -> Problem.revisionNotFound(name).reply();
      case RefResult.MainStays _ ->
          Problem.forbidden("The default branch cannot be deleted.").reply();
      case RefResult.Refused(var reason) -> Problem.forbidden(reason).reply();
    };
  }

  /** Names may have slashes, which clients encode or not. */
  private static String name(Request request) {
    return String.join("/", request.rest());
  }

  private static Revision existing(String name) {
    return switch (Revision.parse(name)) {
      case dev.slipway.names.Parsed.Value<Revision>(var revision) -> revision;
      case dev.slipway.names.Parsed.Malformed<Revision> _ ->
          throw new BadRequest(Problem.revisionNotFound(name));
    };
  }

  /** A new name must not mean anything yet: no commit id, no full reference, not {@code HEAD}. */
  private static Revision newName(String name) {
    Revision revision = Request.require(Revision.parse(name));
    boolean isTaken =
        name.equals(HEAD)
            || name.startsWith("refs/")
            || CommitId.parse(Ascii.lowerCase(name)) instanceof dev.slipway.names.Parsed.Value;
    if (isTaken) {
      throw new BadRequest("a branch or tag is not called HEAD, refs/… or like a commit id");
    }
    return revision;
  }

  /** The body, which may be left out. */
  private static <T> T body(Request request, Class<T> type, T absent) throws IOException {
    byte[] bytes = request.bytes(Request.MAX_BODY);
    return bytes.length == 0 ? absent : Request.require(Json.read(bytes, type));
  }
}
