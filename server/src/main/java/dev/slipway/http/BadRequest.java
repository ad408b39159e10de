package dev.slipway.http;

import java.util.Map;

/**
 * Ends a request with a problem from where it was found. Thrown by the edge alone, while text is
 * read into types; behind the edge refusals are values.
 */
public final class BadRequest extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Ends the request with {@code problem}. */
  public BadRequest(Problem problem) {
    super(problem.message());
    this.problem = problem;
  }

  /** Ends the request with 400 and this message. */
  public BadRequest(String message) {
    this(Problem.badRequest(message));
  }

  Reply reply() {
    return problem.reply(Map.of());
  }
}
