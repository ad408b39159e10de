package dev.slipway.oauth;

import dev.slipway.http.Reply;
import dev.slipway.http.Status;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers as RFC 6749, 5 has them: never cached, errors in one form. */
public final class OAuthReply {

  private OAuthReply() {}

  public static Reply invalidRequest(String description) {
    return error(Status.BAD_REQUEST, "invalid_request", description);
  }

  public static Reply invalidClient() {
    return error(Status.UNAUTHORIZED, "invalid_client", "no client is known by credentials here")
        .header("WWW-Authenticate", "Basic realm=\"Slipway\"");
  }

  public static Reply unsupportedBody() {
    return error(
        Status.UNSUPPORTED_MEDIA_TYPE,
        "invalid_request",
        "the body is application/json or application/x-www-form-urlencoded");
  }

  public static Reply error(int status, String error, String description) {
    String clean = OAuthText.clean(description);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", clean);
    return uncached(Reply.json(status, body)).header("X-Error-Message", clean);
  }

  /** RFC 6749, 5.1. */
  public static Reply uncached(Reply reply) {
    return reply.header("Cache-Control", "no-store").header("Pragma", "no-cache");
  }
}
