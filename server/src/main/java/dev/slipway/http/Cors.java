package dev.slipway.http;

import org.eclipse.jetty.http.HttpFields;

/**
 * What pages of other origins may do: everything that needs no cookie. Credentials mode is never
 * allowed, so that a foreign page acts by a token that it was given, or as nobody.
 */
final class Cors {

  private static final String ALLOWED_HEADERS =
      "Authorization, Content-Type, Range, Accept, X-Requested-With, X-Request-Id, X-Xet-Session-Id";
  private static final String EXPOSED_HEADERS =
      "ETag, Link, Location, Content-Range, Content-Length, Accept-Ranges, X-Repo-Commit,"
          + " X-Linked-Size, X-Linked-Etag, X-Xet-Hash, X-Error-Code, X-Error-Message, X-Request-Id,"
          + " X-Total-Count, RateLimit, RateLimit-Policy, Retry-After, X-Xet-Cas-Url,"
          + " X-Xet-Access-Token, X-Xet-Token-Expiration, X-Range-Dirty, X-Slipway-Warning,"
          + " X-HF-Warning";
  private static final int MAX_AGE_SECONDS = 86_400;

  private Cors() {}

  static boolean isPreflight(String method) {
    return method.equals("OPTIONS");
  }

  static Reply preflight() {
    return Reply.empty(Status.NO_CONTENT)
        .header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE")
        .header("Access-Control-Allow-Headers", ALLOWED_HEADERS)
        .header("Access-Control-Max-Age", String.valueOf(MAX_AGE_SECONDS));
  }

  static void expose(HttpFields.Mutable headers) {
    headers.put("Access-Control-Allow-Origin", "*");
    headers.put("Access-Control-Expose-Headers", EXPOSED_HEADERS);
  }
}
