package dev.slipway.git.wire;

import java.util.Optional;

/**
 * The two things that a git client asks a server for.
 *
 * @see <a href="https://git-scm.com/docs/gitprotocol-http">gitprotocol-http</a>
 */
public enum GitProgram {
  /** Fetch and clone. */
  UPLOAD_PACK("git-upload-pack"),
  /** Push. */
  RECEIVE_PACK("git-receive-pack");

  private final String word;

  GitProgram(String word) {
    this.word = word;
  }

  /** The word in the query of {@code info/refs}, and the last segment of the other requests. */
  public String word() {
    return word;
  }

  /** The service of a word, if it is one. */
  public static Optional<GitProgram> ofWord(String word) {
    for (GitProgram service : values()) {
      if (service.word.equals(word)) {
        return Optional.of(service);
      }
    }
    return Optional.empty();
  }

  /** Media type of the answer to {@code info/refs}. */
  public String advertisementType() {
    return "application/x-" + word + "-advertisement";
  }

  /** Media type of a request's body. */
  public String requestType() {
    return "application/x-" + word + "-request";
  }

  /** Media type of the answer to it. */
  public String resultType() {
    return "application/x-" + word + "-result";
  }
}
