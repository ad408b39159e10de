package dev.slipway.repos;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;

/** The path of a request to a repository's former name, as it is under the new one. */
final class FormerPath {

  private FormerPath() {}

  /**
   * Replaces the two segments of {@code from} in a raw path; what follows stays as it was written.
   */
  static String replace(String rawPath, RepoId from, RepoId to) {
    String[] segments = rawPath.split("/", -1);
    int at = namespaceIndex(segments, from.type());
    String suffix = segments[at + 1].endsWith(".git") ? ".git" : "";
    segments[at] = to.namespace().text();
    segments[at + 1] = to.name().text() + suffix;
    return String.join("/", segments);
  }

  /**
   * Segment 0 is empty: {@code /api/models/ns/name}, {@code /datasets/ns/name}, {@code /ns/name}.
   */
  private static int namespaceIndex(String[] segments, RepoType type) {
    if (segments[1].equals("api")) {
      return 3;
    }
    return type.prefix().isEmpty() ? 1 : 2;
  }
}
