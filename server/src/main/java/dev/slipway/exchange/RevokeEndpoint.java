package dev.slipway.exchange;

import static dev.slipway.oauth.OAuthReply.invalidClient;
import static dev.slipway.oauth.OAuthReply.invalidRequest;
import static dev.slipway.oauth.OAuthReply.uncached;
import static dev.slipway.oauth.OAuthReply.unsupportedBody;

import dev.slipway.access.TokenSecret;
import dev.slipway.http.Method;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.oauth.TokenRequest;
import dev.slipway.tokens.Tokens;
import java.io.IOException;
import java.util.Map;

/**
 * {@code POST /oauth/revoke}: ends an access token of whoever shows it. What is not known here is
 * answered as what was: somebody who wants a token dead has what they want.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009">RFC 7009</a>
 */
final class RevokeEndpoint {

  private final Tokens tokens;

  RevokeEndpoint(Tokens tokens) {
    this.tokens = tokens;
  }

  Route route() {
    // OPEN: the token in the body is the credential.
    return new Route(Method.POST, "/oauth/revoke", RouteAccess.OPEN, this::revoke);
  }

  private Reply revoke(Request request) throws IOException {
    if (!request.rawQuery().isEmpty()) {
      return invalidRequest("parameters belong into the body");
    }
    if (TokenRequest.showsClient(request)) {
      return invalidClient();
    }
    byte[] body = request.bytes(TokenEndpoint.MAX_BODY);
    return switch (request.mediaType()) {
      case "application/json" -> revoke(TokenRequest.ofJson(body), request);
      case "application/x-www-form-urlencoded" -> revoke(TokenRequest.ofForm(body), request);
      default -> unsupportedBody();
    };
  }

  private Reply revoke(Parsed<TokenRequest> parsed, Request request) {
    return switch (parsed) {
      case Malformed<TokenRequest>(var problem) -> invalidRequest(problem);
      case Value<TokenRequest>(var parameters) -> {
        if (parameters.showsClient()) {
          yield invalidClient();
        }
        yield parameters
            .parameter("token")
            .map(token -> {
              tokens.revoke(new TokenSecret(token), request.id().both());
              return uncached(Reply.json(Map.of()));
            })
            .orElseGet(() -> invalidRequest("the parameter token is missing"));
      }
    };
  }
}
