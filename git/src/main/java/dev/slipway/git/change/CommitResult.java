package dev.slipway.git.change;

import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;

/** What came of a commit; in every case but the first, the branch is as it was. */
public sealed interface CommitResult {

  /** The branch now leads to {@code id}, durably. */
  record Committed(CommitId id, CommitId parent) implements CommitResult {}

  /** The draft changes nothing, so there is no commit; the branch leads to {@code tip}. */
  record Unchanged(CommitId tip) implements CommitResult {}

  /** The branch is at {@code tip}, not where the request said. */
  record Stale(CommitId tip) implements CommitResult {}

  /** There is no such branch. */
  record NoSuchBranch() implements CommitResult {}

  /** There is nothing at this path that could be deleted or copied. */
  record NoSuchPath(RepoPath path) implements CommitResult {}

  /** At this path stands a file where a folder is needed, or a folder where a file is. */
  record PathConflict(RepoPath path) implements CommitResult {}

  /** The file of rules at this path cannot be extended, and some file in LFS needs a rule. */
  record UnusableRules(RepoPath path, String problem) implements CommitResult {}

  /** The catalog would not have it. */
  record Refused(String reason) implements CommitResult {}
}
