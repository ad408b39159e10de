package dev.slipway.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was refused on the way to the addresses of OAuth, before or after their endpoints, in the
 * form in which clients read errors there (RFC 6749, 5.2). What an endpoint itself answers stays.
 */
final class OAuthError {

  private static final Set<String> ADDRESSES =
      Set.of("/oauth/token", "/oauth/token/explain", "/oauth/revoke");
  private static final String NO_STORE = "no-store";

  private OAuthError() {}

  /** The answer of {@code rawPath} as it is sent. */
  static Reply shape(@Nullable String rawPath, Reply reply) {
    return rawPath != null
            && reply.status() >= Status.BAD_REQUEST
            && ADDRESSES.contains(rawPath)
            && !isShaped(reply)
        ? shaped(reply)
        : reply;
  }

  private static boolean isShaped(Reply reply) {
    return reply.headers().stream().map(Reply.Header::value).anyMatch(NO_STORE::equals);
  }

  private static Reply shaped(Reply reply) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", code(reply.status()));
    body.put("error_description", message(reply.headers()).orElse("the request failed"));
    Reply shaped = Reply.json(reply.status(), body);
    for (Reply.Header header : reply.headers()) {
      if (!header.name().equals("Content-Type")) {
        shaped = shaped.header(header.name(), header.value());
      }
    }
    return shaped.header("Cache-Control", NO_STORE).header("Pragma", "no-cache");
  }

  private static Optional<String> message(List<Reply.Header> headers) {
    return headers.stream()
        .filter(header -> header.name().equals("X-Error-Message"))
        .map(header -> header.value().replace('"', '?').replace('\\', '?'))
        .findFirst();
  }

  private static String code(int status) {
    return switch (status) {
      case Status.TOO_MANY_REQUESTS, Status.SERVICE_UNAVAILABLE -> "temporarily_unavailable";
      case Status.INTERNAL_SERVER_ERROR -> "server_error";
      case Status.UNAUTHORIZED -> "invalid_client";
      default -> "invalid_request";
    };
  }
}
