package dev.slipway.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A refusal in the Hub's error contract: a JSON object with {@code error}, and the headers from
 * which clients choose their exception.
 *
 * @param status 400 to 599
 * @param code what {@code X-Error-Code} says, if anything
 * @param message one line for the person who reads it; nothing of the caller's that was not checked
 */
public record Problem(int status, Optional<ErrorCode> code, String message) {

  /** What the clients compare with before they blame the repository for a wrong token. */
  public static final String BAD_CREDENTIALS = "Invalid credentials in Authorization header";

  /** Longer messages stand whole in the body alone. */
  private static final int MAX_HEADER_CHARACTERS = 1024;

  private static final String BEARER =
      "Bearer realm=\"Authentication required\", charset=\"UTF-8\"";

  /** A problem without a code. */
  public static Problem of(int status, String message) {
    return new Problem(status, Optional.empty(), message);
  }

  /** 400. */
  public static Problem badRequest(String message) {
    return of(Status.BAD_REQUEST, message);
  }

  /** 401 for a token that is wrong, expired or revoked. */
  public static Problem badCredentials() {
    return of(Status.UNAUTHORIZED, BAD_CREDENTIALS);
  }

  /** 401 for somebody who has to say who they are first. */
  public static Problem signIn() {
    return of(Status.UNAUTHORIZED, "Invalid username or password.");
  }

  /** 403. */
  public static Problem forbidden(String message) {
    return of(Status.FORBIDDEN, message);
  }

  /** 404 for a path of the API that does not exist. */
  public static Problem noSuchPath() {
    return of(Status.NOT_FOUND, "Not Found");
  }

  /**
   * A repository that is not there, or that this caller must not learn of: 401 without credentials.
   */
  public static Problem repoNotFound(boolean anonymous) {
    return new Problem(
        anonymous ? Status.UNAUTHORIZED : Status.NOT_FOUND,
        Optional.of(ErrorCode.REPO_NOT_FOUND),
        anonymous ? "Invalid username or password." : "Repository not found");
  }

  /** 404 for a revision. */
  public static Problem revisionNotFound(String revision) {
    return new Problem(
        Status.NOT_FOUND, Optional.of(ErrorCode.REVISION_NOT_FOUND), "Invalid rev id: " + revision);
  }

  /** 404 for a file or folder; answers about files also carry {@code X-Repo-Commit}. */
  public static Problem entryNotFound(String message) {
    return new Problem(Status.NOT_FOUND, Optional.of(ErrorCode.ENTRY_NOT_FOUND), message);
  }

  /** 409. */
  public static Problem conflict(String message) {
    return of(Status.CONFLICT, message);
  }

  /** The answer on the wire. */
  public Reply reply() {
    return reply(Map.of());
  }

  /** The answer on the wire, with more members beside {@code error}. */
  public Reply reply(Map<String, Object> members) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", message);
    body.putAll(members);
    return reply(Reply.json(status, body));
  }

  /** This problem's headers on a body of another shape. */
  public Reply reply(Reply body) {
    Reply reply = body.header("X-Error-Message", singleLine(message));
    if (code.isPresent()) {
      reply = reply.header("X-Error-Code", code.get().word());
    }
    return status == Status.UNAUTHORIZED ? reply.header("WWW-Authenticate", BEARER) : reply;
  }

  /** Header values are visible ASCII, and short; anything else becomes a question mark. */
  private static String singleLine(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .limit(MAX_HEADER_CHARACTERS)
        .forEach(c -> line.append(c >= ' ' && c < 0x7F ? (char) c : '?'));
    return line.toString();
  }
}
