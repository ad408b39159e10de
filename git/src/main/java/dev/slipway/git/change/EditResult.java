package dev.slipway.git.change;

import dev.slipway.names.RepoPath;

/** What came of one edit of a tree. */
sealed interface EditResult {

  /** Done. */
  record Edited() implements EditResult {}

  /** There is nothing at this path that could be removed or copied. */
  record NoSuchPath(RepoPath path) implements EditResult {}

  /** At this path stands a file where a folder is needed, or a folder where a file is. */
  record PathConflict(RepoPath path) implements EditResult {}
}
