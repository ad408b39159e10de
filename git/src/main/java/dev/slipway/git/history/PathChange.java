package dev.slipway.git.history;

import dev.slipway.names.RepoPath;

/**
 * A file that a commit changed.
 *
 * @param path where
 * @param kind how
 */
public record PathChange(RepoPath path, Kind kind) {

  /** How a file changed; a renamed one was removed at one path and added at another. */
  public enum Kind {
    /** There was no file at this path. */
    ADDED,
    /** The content or the mode of the file is another. */
    MODIFIED,
    /** There is no file at this path any more. */
    REMOVED
  }
}
