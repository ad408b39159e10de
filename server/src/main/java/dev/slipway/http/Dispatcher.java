package dev.slipway.http;

import dev.slipway.access.Caller;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns a request into an answer: route, credentials, handler, and the problems on the way. */
final class Dispatcher {

  private final Router router;
  private final Authenticator authenticator;

  private final RateLimiter limiter;

  Dispatcher(Router router, Authenticator authenticator, RateLimiter limiter) {
    this.router = router;
    this.authenticator = authenticator;
    this.limiter = limiter;
  }

  Reply dispatch(org.eclipse.jetty.server.Request jetty, RequestId id) throws IOException {
    return switch (RawPath.segments(jetty.getHttpURI().getPath())) {
      case Malformed<List<String>>(var problem) -> Problem.badRequest(problem).reply();
      case Value<List<String>>(var segments) ->
          switch (router.route(jetty.getMethod(), segments)) {
            case Routing.Found(var route, var variables) -> call(route, jetty, variables, id);
            case Routing.OtherMethods(var allowed) -> otherMethods(allowed);
            case Routing.NoSuchPath _ -> Problem.noSuchPath().reply();
          };
    };
  }

  private static Reply otherMethods(Set<Method> allowed) {
    String names = allowed.stream().map(Method::name).sorted().collect(Collectors.joining(", "));
    return Problem.of(Status.METHOD_NOT_ALLOWED, "This address only answers " + names)
        .reply()
        .header("Allow", names);
  }

  private Reply call(
      Route route, org.eclipse.jetty.server.Request jetty, PathVariables variables, RequestId id)
      throws IOException {
    return switch (route.access()) {
      case OPEN, SIGNED_ADDRESS, STORE_TOKEN ->
          answer(route, new Request(jetty, variables, Caller.ANONYMOUS, id));
      case ANYONE,
          PERSON,
          PERSON_WRITING,
          REPO_METADATA,
          REPO_CONTENT,
          REPO_WRITE,
          REPO_REWRITE,
          REPO_MANAGE ->
          authenticated(route, jetty, variables, id);
    };
  }

  private Reply authenticated(
      Route route, org.eclipse.jetty.server.Request jetty, PathVariables variables, RequestId id)
      throws IOException {
    List<String> headers =
        jetty.getHeaders().getFields("Authorization").stream()
            .map(field -> field.getValue())
            .toList();
    Request nobody = new Request(jetty, variables, Caller.ANONYMOUS, id);
    return switch (Credentials.of(headers)) {
      case Credentials.None _ -> admit(route, nobody);
      case Credentials.Unreadable _ -> badCredentials(route, nobody);
      case Credentials.Token(var secret) -> {
        var caller = authenticator.authenticate(secret);
        yield caller.isEmpty()
            ? badCredentials(route, nobody)
            : admit(route, new Request(jetty, variables, caller.get(), id));
      }
    };
  }

  private static Reply badCredentials(Route route, Request request) throws IOException {
    return route.refusals().dress(request, Problem.badCredentials().reply());
  }

  private Reply admit(Route route, Request request) throws IOException {
    var refusal = PersonRule.refusal(route.access(), request.caller());
    return refusal.isPresent() ? refusal.get().reply() : answer(route, request);
  }

  private Reply answer(Route route, Request request) throws IOException {
    var verdict = limiter.count(request.rawPath(), request.caller(), request.remoteAddress());
    if (verdict.isEmpty()) {
      return handle(route, request);
    }
    return verdict
        .get()
        .annotate(verdict.get().isExceeded() ? verdict.get().refusal() : handle(route, request));
  }

  private static Reply handle(Route route, Request request) throws IOException {
    try {
      return route.handler().handle(request);
    } catch (BadRequest e) {
      return e.reply();
    }
  }
}
