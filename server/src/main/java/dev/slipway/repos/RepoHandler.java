package dev.slipway.repos;

import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import java.io.IOException;

/** Answers a request to a repository that is open already. */
@FunctionalInterface
public interface RepoHandler {

  /**
   * The answer.
   *
   * @throws IOException if the client went away or storage failed
   */
  Reply handle(Request request, OpenRepo repo) throws IOException;

  /**
   * How a wrong token is answered, before any repository is open.
   *
   * @throws IOException if the client went away or storage failed
   */
  default Reply refuse(Request request, Reply refusal) throws IOException {
    return refusal;
  }
}
