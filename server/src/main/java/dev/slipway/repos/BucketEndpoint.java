package dev.slipway.repos;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Caller;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.RepoJson.CreateBucketJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST} and {@code DELETE /api/buckets/{ns}/{name}}: buckets have addresses of their own.
 */
final class BucketEndpoint {

  /** Stands for the namespace of whoever asks. */
  private static final String ME = "me";

  private static final String BUCKET = "/api/buckets/{ns}/{name}";

  private final RepoCreation creation;
  private final RepoChanges changes;
  private final RepoReplies replies;

  BucketEndpoint(RepoCreation creation, RepoChanges changes, RepoReplies replies) {
    this.creation = creation;
    this.changes = changes;
    this.replies = replies;
  }

  List<Route> routes() {
    return List.of(
        // As for repositories: a bucket's own token is answered 403, and clients go on.
        new Route(Method.POST, BUCKET, RouteAccess.ANYONE, this::create),
        new Route(Method.DELETE, BUCKET, RouteAccess.PERSON_WRITING, this::delete));
  }

  private Reply create(Request request) throws IOException {
    if (request.caller().isAnonymous()) {
      return Problem.signIn().reply();
    }
    boolean isPrivate = request.json(CreateBucketJson.class).wantsPrivate();
    NewRepo wanted = new NewRepo(id(request), isPrivate, Optional.empty(), Map.of());
    return replies.created(
        creation.create(request.caller(), wanted, request.id().own()), request.caller());
  }

  private Reply delete(Request request) {
    Caller caller = request.caller();
    return replies.of(changes.delete(caller, id(request), request.id().own()), caller);
  }

  private static RepoId id(Request request) {
    String namespace = request.variable("ns");
    return Request.require(
        RepoId.of(
            RepoType.BUCKET,
            namespace.equals(ME) ? ownNamespace(request.caller()) : namespace,
            request.variable("name")));
  }

  private static String ownNamespace(Caller caller) {
    if (caller.actor() instanceof Person person) {
      return person.name().text();
    }
    throw new BadRequest(Problem.forbidden("This token has no namespace of its own."));
  }
}
