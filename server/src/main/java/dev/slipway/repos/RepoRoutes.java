package dev.slipway.repos;

import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.http.Handler;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Makes the routes of repositories, one for each type, whose handlers run behind {@link RepoGate}:
 * a handler cannot be registered without saying what it needs, and cannot run without having it.
 */
public final class RepoRoutes {

  private static final String GIT_SUFFIX = ".git";
  private static final String BASIC = "Basic realm=\"Slipway\", charset=\"UTF-8\"";

  private final RepoGate gate;
  private final RepoProblem problems;
  private final PublicUrl publicUrl;
  private final List<Route> routes = new ArrayList<>();

  /** Routes behind {@code gate}. */
  public RepoRoutes(RepoGate gate, PublicUrl publicUrl) {
    this.gate = gate;
    this.problems = new RepoProblem(publicUrl);
    this.publicUrl = publicUrl;
  }

  /** What was registered so far. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** {@code /api/models/{ns}/{name}} and its sisters with git, with {@code tail} behind. */
  public void api(Method method, String tail, Permission needs, RepoHandler handler) {
    register(Family.API, RepoType.withGit(), new Ask(method, tail, needs), handler);
  }

  /** The same, and {@code /api/buckets/{ns}/{name}} as well. */
  public void everyApi(Method method, String tail, Permission needs, RepoHandler handler) {
    api(method, tail, needs, handler);
    bucketApi(method, tail, needs, handler);
  }

  /** {@code /api/buckets/{ns}/{name}}, with {@code tail} behind. */
  public void bucketApi(Method method, String tail, Permission needs, RepoHandler handler) {
    register(Family.API, List.of(RepoType.BUCKET), new Ask(method, tail, needs), handler);
  }

  /** {@code /buckets/{ns}/{name}}, with {@code tail} behind. */
  public void bucketWeb(Method method, String tail, Permission needs, RepoHandler handler) {
    register(Family.WEB, List.of(RepoType.BUCKET), new Ask(method, tail, needs), handler);
  }

  /**
   * {@code /{ns}/{name}} and its sisters under {@code datasets}, {@code spaces}, {@code kernels}.
   */
  public void web(Method method, String tail, Permission needs, RepoHandler handler) {
    register(Family.WEB, RepoType.withGit(), new Ask(method, tail, needs), handler);
  }

  /**
   * The same addresses as git and git-lfs use them: {@code .git} may follow the name, 401 is Basic.
   */
  public void git(Method method, String tail, Permission needs, RepoHandler handler) {
    register(Family.GIT, RepoType.withGit(), new Ask(method, tail, needs), handler);
  }

  /**
   * Addresses of files, for GET and HEAD. The gate guards them, but for those of which {@code
   * standsOutside} says so: they are shown to whoever may know of the repository.
   */
  public void files(String tail, Predicate<Request> standsOutside, RepoHandler handler) {
    for (RepoType type : RepoType.withGit()) {
      Handler inside = guarded(type, Permission.READ_CONTENT, handler, Family.WEB);
      Handler outside = guarded(type, Permission.READ_METADATA, handler, Family.WEB);
      routes.add(
          new Route(
              Method.GET,
              Family.WEB.root(type) + tail,
              access(Permission.READ_CONTENT),
              request -> (standsOutside.test(request) ? outside : inside).handle(request)));
    }
  }

  /**
   * A handler behind no gate that asks {@link RepoGate} in its transaction whether the caller is
   * still known: 401 for a token that died meanwhile.
   */
  public static Handler known(Handler handler) {
    return request -> {
      try {
        return handler.handle(request);
      } catch (GateClosed _) {
        return Problem.badCredentials().reply();
      }
    };
  }

  /** What is asked of a repository, behind its root. */
  private record Ask(Method method, String tail, Permission needs) {}

  private void register(Family family, List<RepoType> types, Ask ask, RepoHandler handler) {
    for (RepoType type : types) {
      routes.add(
          new Route(
              ask.method(),
              family.root(type) + ask.tail(),
              access(ask.needs()),
              guarded(type, ask.needs(), handler, family),
              family == Family.GIT ? RepoRoutes::asGit : handler::refuse));
    }
  }

  private enum Family {
    API,
    WEB,
    GIT;

    /** Where the addresses of a repository of this type begin. */
    String root(RepoType type) {
      return (this == API ? "/api/" + type.plural() + "/" : "/" + type.prefix()) + "{ns}/{name}";
    }
  }

  private static RouteAccess access(Permission needs) {
    return switch (needs) {
      case READ_METADATA -> RouteAccess.REPO_METADATA;
      case READ_CONTENT -> RouteAccess.REPO_CONTENT;
      case WRITE -> RouteAccess.REPO_WRITE;
      case REWRITE -> RouteAccess.REPO_REWRITE;
      case MANAGE, ADMINISTER -> RouteAccess.REPO_MANAGE;
    };
  }

  private Handler guarded(RepoType type, Permission needs, RepoHandler handler, Family family) {
    return request -> {
      String name = request.variable("name");
      if (family == Family.GIT && name.endsWith(GIT_SUFFIX)) {
        name = name.substring(0, name.length() - GIT_SUFFIX.length());
      }
      Reply reply =
          switch (RepoId.of(type, request.variable("ns"), name)) {
            case Malformed<RepoId> _ ->
                Problem.repoNotFound(request.caller().isAnonymous()).reply();
            case Value<RepoId>(var id) -> enter(request, id, needs, handler);
          };
      return family == Family.GIT ? asGit(request, reply) : reply;
    };
  }

  private static Reply asGit(Request request, Reply reply) {
    return forGit(request, challenge(reply));
  }

  private Reply enter(Request request, RepoId id, Permission needs, RepoHandler handler)
      throws IOException {
    return switch (gate.open(request.caller(), id, needs)) {
      case Opened(var repo) -> inside(request, repo, handler);
      case Moved(var to) -> moved(request, id, to);
      case Closed(var decision) -> problems.of(decision, request.caller(), id).reply();
    };
  }

  private Reply inside(Request request, OpenRepo repo, RepoHandler handler) throws IOException {
    try {
      return warned(repo.allowed(), handler.handle(request, repo));
    } catch (GateClosed closed) {
      return closed(repo, closed.wanted()).reply();
    }
  }

  /**
   * The answer to what the gate allowed, with its warning if there is one and the request worked:
   * the client of the Hub prints {@code X-HF-Warning}, once for each topic.
   */
  public static Reply warned(Decision.Allowed allowed, Reply reply) {
    if (allowed.warning().isEmpty() || reply.status() >= Status.BAD_REQUEST) {
      return reply;
    }
    String warning = allowed.warning().get();
    return reply
        .header("X-Slipway-Warning", warning)
        .header("X-HF-Warning", "trusted-publishing; " + warning);
  }

  /** Why the gate that was open to {@code repo}'s caller no longer is. */
  private Problem closed(OpenRepo repo, Permission wanted) {
    if (!gate.stillKnows(repo.caller())) {
      return Problem.badCredentials();
    }
    return switch (gate.open(repo.caller(), repo.repo().key(), wanted)) {
      case Closed(var decision) -> problems.of(decision, repo.caller(), repo.repo().id());
      // It is open once more: trying again works.
      case Opened _, Moved _ -> Problem.forbidden("You may not do this any more.");
    };
  }

  /**
   * Relative, so that Python goes on with its credentials; 307, so that a method stays what it is.
   */
  private Reply moved(Request request, RepoId from, RepoId to) {
    String query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
    return Reply.redirect(
            Status.TEMPORARY_REDIRECT, FormerPath.replace(request.rawPath(), from, to) + query)
        .header("X-Moved-To", publicUrl.at("/" + to.path()));
  }

  private static Reply challenge(Reply reply) {
    return reply.status() == Status.UNAUTHORIZED
        ? without(reply, "WWW-Authenticate")
            .header("WWW-Authenticate", BASIC)
            .header("LFS-Authenticate", BASIC)
        : reply;
  }

  /** Git shows its user why it was refused if that is plain text; git-lfs reads JSON. */
  private static Reply forGit(Request request, Reply reply) {
    Optional<String> sentence =
        reply.headers().stream()
            .filter(header -> header.name().equals("X-Error-Message"))
            .map(Reply.Header::value)
            .findFirst();
    boolean isGit =
        request.header("User-Agent").filter(agent -> agent.startsWith("git/")).isPresent();
    if (!isGit || sentence.isEmpty()) {
      return reply;
    }
    Reply text = Reply.text(reply.status(), sentence.get() + "\n");
    for (Reply.Header header : without(reply, "Content-Type").headers()) {
      text = text.header(header.name(), header.value());
    }
    return text;
  }

  private static Reply without(Reply reply, String name) {
    var others = reply.headers().stream().filter(header -> !header.name().equals(name)).toList();
    return new Reply(reply.status(), others, reply.body());
  }
}
