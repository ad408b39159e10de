package dev.slipway.repos;

import dev.slipway.access.Caller;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.names.RepoId;
import dev.slipway.repos.RepoJson.CreatedJson;
import java.util.Map;

/** How the outcome of a change to a repository is told. */
final class RepoReplies {

  private final RepoProblem problems;
  private final PublicUrl publicUrl;

  RepoReplies(PublicUrl publicUrl) {
    this.problems = new RepoProblem(publicUrl);
    this.publicUrl = publicUrl;
  }

  /** After creating: clients read the address of a repository that they may know already, too. */
  Reply created(RepoResult result, Caller caller) {
    return result instanceof RepoResult.Done(var repo)
        ? Reply.json(new CreatedJson(url(repo.id()), repo.id().fullName(), repo.key().hex()))
        : of(result, caller);
  }

  /** After any other change. */
  Reply of(RepoResult result, Caller caller) {
    return switch (result) {
      case RepoResult.Done(var repo) -> Reply.json(Map.of("url", url(repo.id())));
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
