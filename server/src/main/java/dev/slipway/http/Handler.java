package dev.slipway.http;

import java.io.IOException;

/** Answers one request on its own virtual thread; it may block. */
@FunctionalInterface
public interface Handler {

  /**
   * The answer to {@code request}.
   *
   * @throws IOException if the client went away or storage failed
   */
  Reply handle(Request request) throws IOException;
}
