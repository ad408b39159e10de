package dev.slipway.copies;

import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.copies.CopyJson.DuplicateJson;
import dev.slipway.copies.CopyJson.DuplicatedJson;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.RepoId;
import dev.slipway.repos.Gate;
import dev.slipway.repos.NewRepo;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoCreation;
import dev.slipway.repos.RepoProblem;
import dev.slipway.repos.RepoResult;
import dev.slipway.repos.RepoRoutes;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code POST …/duplicate}: a new repository with the branches, tags and large files of this one.
 * Its publishers, settings, guests and tokens are not copied: whoever had a say there has none
 * here.
 */
final class DuplicateEndpoint {

  private final RepoCreation creation;
  private final Function<OpenRepo, Estate> estates;
  private final RepoProblem problems;
  private final PublicUrl publicUrl;

  DuplicateEndpoint(
      RepoCreation creation, Function<OpenRepo, Estate> estates, PublicUrl publicUrl) {
    this.creation = creation;
    this.estates = estates;
    this.problems = new RepoProblem(publicUrl);
    this.publicUrl = publicUrl;
  }

  void register(RepoRoutes routes) {
    routes.api(Method.POST, "/duplicate", Permission.READ_CONTENT, this::duplicate);
  }

  private Reply duplicate(Request request, OpenRepo source) throws IOException {
    if (request.caller().isAnonymous()) {
      return Problem.signIn().reply();
    }
    DuplicateJson body = request.json(DuplicateJson.class);
    if (body.repository() == null) {
      throw new BadRequest("\"repository\" is missing");
    }
    Repo repo = source.repo();
    RepoId id = Request.require(RepoId.parse(repo.id().type(), body.repository()));
    boolean isPrivate = body.wantsPrivate(id.type()).orElseGet(() -> isHidden(repo));
    NewRepo wanted = new NewRepo(id, isPrivate, repo.sdk(), Map.of(), true);
    RepoResult result =
        creation.duplicate(source, wanted, estates.apply(source), request.id().both());
    return answer(result, request.caller());
  }

  /** What only some may read there does not become everybody's by leaving a word out. */
  private static boolean isHidden(Repo source) {
    return source.isPrivate() || source.gate() != Gate.OPEN;
  }

  private Reply answer(RepoResult result, Caller caller) {
    return switch (result) {
      case RepoResult.Done(var repo) ->
          Reply.json(new DuplicatedJson(url(repo.id()), repo.id().fullName(), repo.key().hex()));
      case RepoResult.Taken(var existing) ->
          Problem.conflict("You already created this " + existing.type().word() + " repo")
              .reply(Map.of("url", url(existing)));
      case RepoResult.NotAllowed(var reason) -> Problem.forbidden(reason).reply();
      case RepoResult.Closed(var decision, var id) -> problems.of(decision, caller, id).reply();
    };
  }

  private String url(RepoId id) {
    return publicUrl.at("/" + id.path());
  }
}
