package dev.slipway.exchange;

import static dev.slipway.oauth.OAuthReply.error;
import static dev.slipway.oauth.OAuthReply.invalidClient;
import static dev.slipway.oauth.OAuthReply.invalidRequest;
import static dev.slipway.oauth.OAuthReply.uncached;
import static dev.slipway.oauth.OAuthReply.unsupportedBody;

import dev.slipway.exchange.TokenExchange.Wanted;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.oauth.TokenRequest;
import dev.slipway.publishing.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code POST /oauth/token}, and {@code /oauth/token/explain} for the same parameters: by its
 * {@code grant_type} the request goes to one grant, and never falls through to another. Errors are
 * those of RFC 6749, 5.2.
 */
final class TokenEndpoint {

  /** Largest body. */
  static final ByteCount MAX_BODY = ByteCount.kib(64);

  private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
  private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";
  private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
  private static final Set<String> READING = Set.of("read", "gated-repos");

  private final TokenExchange exchange;
  private final ExplainEndpoint explanation;
  private final FloodGuard guard;
  private final Set<String> audiences;
  private final Map<String, Grant> grants = Map.of(EXCHANGE, this::exchange);
  private final Map<String, Grant> explained = Map.of(EXCHANGE, this::explain);

  /** What one {@code grant_type} does; interactive grants stand here beside the exchange. */
  private interface Grant {

    Reply answer(TokenRequest parameters, Request request);
  }

  TokenEndpoint(
      TokenExchange exchange,
      ExplainEndpoint explanation,
      FloodGuard guard,
      Set<String> audiences) {
    this.exchange = exchange;
    this.explanation = explanation;
    this.guard = guard;
    this.audiences = Set.copyOf(audiences);
  }

  List<Route> routes() {
    // OPEN: the ID token is the credential; no cookie or header of anybody's may matter.
    return List.of(
        new Route(Method.POST, "/oauth/token", RouteAccess.OPEN, request -> token(request, grants)),
        // ANYONE: maintainers who say that they are some are told more.
        new Route(
            Method.POST,
            "/oauth/token/explain",
            RouteAccess.ANYONE,
            request -> token(request, explained)));
  }

  /** The values of {@code grant_type} that are answered. */
  Set<String> grantTypes() {
    return grants.keySet();
  }

  private Reply token(Request request, Map<String, Grant> grants) throws IOException {
    if (!request.rawQuery().isEmpty()) {
      return invalidRequest("parameters belong into the body");
    }
    if (TokenRequest.showsClient(request)) {
      return invalidClient();
    }
    byte[] body = request.bytes(MAX_BODY);
    return switch (request.mediaType()) {
      case "application/json" -> parsed(TokenRequest.ofJson(body), grants, request);
      case "application/x-www-form-urlencoded" ->
          parsed(TokenRequest.ofForm(body), grants, request);
      default -> unsupportedBody();
    };
  }

  private static Reply parsed(
      Parsed<TokenRequest> parsed, Map<String, Grant> grants, Request request) {
    return switch (parsed) {
      case Malformed<TokenRequest>(var problem) -> invalidRequest(problem);
      case Value<TokenRequest>(var parameters) -> dispatch(parameters, grants, request);
    };
  }

  private static Reply dispatch(
      TokenRequest parameters, Map<String, Grant> grants, Request request) {
    Optional<String> type = parameters.parameter("grant_type");
    if (type.isEmpty()) {
      return invalidRequest("the parameter grant_type is missing");
    }
    if (parameters.showsClient()) {
      return invalidClient();
    }
    return Optional.ofNullable(grants.get(type.get()))
        .map(grant -> grant.answer(parameters, request))
        .orElseGet(() ->
            error(Status.BAD_REQUEST, "unsupported_grant_type", "this grant is not offered here"));
  }

  private Reply exchange(TokenRequest parameters, Request request) {
    return read(
        parameters,
        request,
        (idToken, wanted) ->
            guarded(
                request,
                () -> answer(exchange.exchange(idToken, wanted, request.id().both())),
                reply -> reply.status() == Status.BAD_REQUEST));
  }

  /** What is explained is never granted: it counts whatever the answer. */
  private Reply explain(TokenRequest parameters, Request request) {
    return read(
        parameters,
        request,
        (idToken, wanted) ->
            guarded(
                request,
                () -> explanation.explain(idToken, wanted, request),
                reply -> reply.status() != Status.SERVICE_UNAVAILABLE));
  }

  private Reply guarded(Request request, Supplier<Reply> work, Predicate<Reply> counts) {
    return guard
        .run(request.remoteAddress(), work, counts)
        .orElseGet(() ->
            later(
                Status.TOO_MANY_REQUESTS,
                "too much that came from this address was refused",
                FloodGuard.RETRY_AFTER));
  }

  private Reply read(
      TokenRequest parameters, Request request, BiFunction<String, Wanted, Reply> work) {
    Optional<Reply> refusal = refusal(parameters);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<String> scope = parameters.parameter("scope");
    boolean readOnly = scope.filter(READING::contains).isPresent();
    if (scope.isPresent() && !readOnly) {
      return error(Status.BAD_REQUEST, "invalid_scope", "a scope can only narrow: read, or none");
    }
    String idToken = parameters.parameter("subject_token").orElseThrow();
    String name = parameters.parameter("resource").orElseThrow();
    return switch (Resource.parse(name)) {
      case Malformed<Resource>(var problem) -> invalidRequest(problem);
      case Value<Resource>(var resource) ->
          work.apply(idToken, new Wanted(resource, name, readOnly, sender(request)));
    };
  }

  private static Sender sender(Request request) {
    return Sender.of(request.remoteAddress(), request.header("User-Agent").orElse(""));
  }

  private Optional<Reply> refusal(TokenRequest parameters) {
    for (String needed : List.of("subject_token_type", "subject_token", "resource")) {
      if (parameters.parameter(needed).isEmpty()) {
        return Optional.of(invalidRequest("the parameter " + needed + " is missing"));
      }
    }
    String type = parameters.parameter("subject_token_type").orElseThrow();
    if (!type.equals(ID_TOKEN) && !type.equals(JWT)) {
      return Optional.of(invalidRequest("subject_token_type must be " + ID_TOKEN));
    }
    if (parameters.parameter("actor_token").isPresent()
        || parameters.parameter("actor_token_type").isPresent()) {
      return Optional.of(invalidRequest("there is no delegation here: no actor_token"));
    }
    if (parameters
        .parameter("requested_token_type")
        .filter(t -> !t.equals(ACCESS_TOKEN))
        .isPresent()) {
      return Optional.of(invalidRequest("only access tokens are issued"));
    }
    return parameters
        .parameter("audience")
        .filter(audience -> !audiences.contains(audience))
        .map(_ -> error(Status.BAD_REQUEST, "invalid_target", "tokens are for this hub alone"));
  }

  private static Reply answer(ExchangeResult result) {
    return switch (result) {
      case ExchangeResult.Granted(var secret, var lifetime) -> {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("access_token", secret.reveal());
        body.put("token_type", "bearer");
        body.put("expires_in", lifetime.toSeconds());
        body.put("issued_token_type", ACCESS_TOKEN);
        yield uncached(Reply.json(body));
      }
      case ExchangeResult.Malformed(var reason) -> invalidRequest(reason);
      case ExchangeResult.Refused(var reason, _) ->
          error(Status.BAD_REQUEST, "invalid_grant", reason);
      case ExchangeResult.Unavailable(var retryAfter) -> ExplainEndpoint.unavailable(retryAfter);
    };
  }

  private static Reply later(int status, String description, Duration retryAfter) {
    return error(status, "temporarily_unavailable", description)
        .header("Retry-After", String.valueOf(Math.max(1, retryAfter.toSeconds())));
  }
}
