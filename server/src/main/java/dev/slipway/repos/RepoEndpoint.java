package dev.slipway.repos;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.RepoJson.CreateBucketJson;
import dev.slipway.repos.RepoJson.CreateJson;
import dev.slipway.repos.RepoJson.CreatedJson;
import dev.slipway.repos.RepoJson.DeleteJson;
import dev.slipway.repos.RepoJson.MoveJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/repos/*}, and a repository's access check; {@code POST} and {@code DELETE
 * /api/buckets/{ns}/{name}}, because buckets have addresses of their own.
 */
final class RepoEndpoint {

  /** Stands for the namespace of whoever asks. */
  private static final String ME = "me";

  private static final String BUCKET = "/api/buckets/{ns}/{name}";

  /** The largest file in base64, and some more. */
  private static final ByteCount CREATE_BODY = ByteCount.mib(16);

  private final RepoCreation creation;
  private final RepoChanges changes;
  private final RepoProblem problems;
  private final PublicUrl publicUrl;

  RepoEndpoint(RepoCreation creation, RepoChanges changes, PublicUrl publicUrl) {
    this.creation = creation;
    this.changes = changes;
    this.problems = new RepoProblem(publicUrl);
    this.publicUrl = publicUrl;
  }

  /** The routes that name their repository in the body. */
  List<Route> routes() {
    return List.of(
        // Not PERSON_WRITING: hf calls this first with a repository's token too, and goes on after
        // 403.
        new Route(
            Method.POST, "/api/repos/create", RouteAccess.ANYONE, RepoRoutes.known(this::create)),
        new Route(
            Method.DELETE,
            "/api/repos/delete",
            RouteAccess.PERSON_WRITING,
            RepoRoutes.known(this::delete)),
        new Route(
            Method.POST,
            "/api/repos/move",
            RouteAccess.PERSON_WRITING,
            RepoRoutes.known(this::move)),
        new Route(Method.POST, BUCKET, RouteAccess.ANYONE, RepoRoutes.known(this::createBucket)),
        new Route(
            Method.DELETE,
            BUCKET,
            RouteAccess.PERSON_WRITING,
            RepoRoutes.known(this::deleteBucket)));
  }

  void register(RepoRoutes routes) {
    routes.everyApi(
        Method.GET, "/auth-check", Permission.READ_CONTENT, (_, _) -> Reply.json(Map.of()));
    routes.everyApi(
        Method.GET, "/auth-check/write", Permission.WRITE, (_, _) -> Reply.json(Map.of()));
  }

  private Reply create(Request request) throws IOException {
    requireSomebody(request);
    CreateJson body = request.json(CreateJson.class, CREATE_BODY);
    RepoId id = id(body.type(), body.organization(), body.name(), request.caller());
    Optional<String> sdk = body.sdkOf(id.type());
    boolean isPrivate = body.wantsPrivate(id.type());
    return create(request, new NewRepo(id, isPrivate, sdk, body.filesOf(id), body.bringsFiles()));
  }

  private Reply createBucket(Request request) throws IOException {
    requireSomebody(request);
    boolean isPrivate = request.json(CreateBucketJson.class).wantsPrivate();
    return create(
        request, new NewRepo(bucket(request), isPrivate, Optional.empty(), Map.of(), false));
  }

  private static void requireSomebody(Request request) {
    if (request.caller().isAnonymous()) {
      throw new BadRequest(Problem.signIn());
    }
  }

  private Reply create(Request request, NewRepo wanted) {
    RepoResult result = creation.create(request.caller(), wanted, request.id().both());
    return result instanceof RepoResult.Done(var repo)
        ? Reply.json(new CreatedJson(url(repo.id()), repo.id().fullName(), repo.key().hex()))
        : answer(result, request.caller());
  }

  private Reply delete(Request request) throws IOException {
    DeleteJson body = request.json(DeleteJson.class);
    return delete(request, id(body.type(), body.organization(), body.name(), request.caller()));
  }

  private Reply deleteBucket(Request request) {
    return delete(request, bucket(request));
  }

  private Reply delete(Request request, RepoId id) {
    return answer(changes.delete(request.caller(), id, request.id().both()), request.caller());
  }

  private Reply move(Request request) throws IOException {
    MoveJson body = request.json(MoveJson.class);
    RepoType type = type(body.type());
    RepoId from = Request.require(RepoId.parse(type, required("fromRepo", body.fromRepo())));
    RepoId to = Request.require(RepoId.parse(type, required("toRepo", body.toRepo())));
    return answer(changes.move(request.caller(), from, to, request.id().both()), request.caller());
  }

  private Reply answer(RepoResult result, Caller caller) {
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

  /** The Hub takes the namespace from {@code organization}, from the name, or from who asks. */
  private static RepoId id(
      @Nullable String type, @Nullable String organization, @Nullable String name, Caller caller) {
    String text = required("name", name);
    if (text.indexOf('/') >= 0) {
      return Request.require(RepoId.parse(type(type), text));
    }
    String namespace =
        Optional.ofNullable(organization)
            .filter(org -> !org.isEmpty())
            .orElseGet(() -> ownNamespace(caller));
    return Request.require(RepoId.of(type(type), namespace, text));
  }

  private static RepoId bucket(Request request) {
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

  private static RepoType type(@Nullable String word) {
    return RepoType.ofWord(word == null ? "model" : word)
        .orElseThrow(() -> new BadRequest("\"type\" is model, dataset, space, kernel or bucket"));
  }

  private static String required(String member, @Nullable String value) {
    if (value == null) {
      throw new BadRequest("\"" + member + "\" is missing");
    }
    return value;
  }
}
