package dev.slipway.http;

import java.io.IOException;

/**
 * One method on one family of addresses.
 *
 * @param method answered for; a GET route answers HEAD as well unless HEAD has a route of its own
 * @param pattern segments separated by {@code /}: literal, {@code {variable}}, or, last, {@code
 *     {rest*}} for any number of segments, none included
 * @param access who may call it
 * @param handler what answers
 * @param refusals how a wrong token is answered
 */
public record Route(
    Method method, String pattern, RouteAccess access, Handler handler, Refusals refusals) {

  /** A route whose refusals are those of the Hub's error contract. */
  public Route(Method method, String pattern, RouteAccess access, Handler handler) {
    this(method, pattern, access, handler, (_, reply) -> reply);
  }

  /** Puts what is refused before the handler runs into the form of the route's clients. */
  @FunctionalInterface
  public interface Refusals {

    /**
     * The same refusal as these clients understand it.
     *
     * @throws IOException if the client went away
     */
    Reply dress(Request request, Reply reply) throws IOException;
  }

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
