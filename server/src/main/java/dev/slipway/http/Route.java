package dev.slipway.http;

/**
 * One method on one family of addresses.
 *
 * @param method answered for; a GET route answers HEAD as well unless HEAD has a route of its own
 * @param pattern segments separated by {@code /}: literal, {@code {variable}}, or, last, {@code
 *     {rest*}} for any number of segments, none included
 * @param access who may call it
 * @param handler what answers
 */
public record Route(Method method, String pattern, RouteAccess access, Handler handler) {

  public Route {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with a slash: " + pattern);
    }
  }

  @Override
  public String toString() {
    return method + " " + pattern + " (" + access + ")";
  }
}
