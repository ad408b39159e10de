package dev.slipway.commits;

import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;

/** What came of a commit by API; in every case but the first the repository is as it was. */
sealed interface CommitOutcome {

  /** The branch leads to it now; or did before, if there was nothing to change. */
  record Landed(CommitId id) implements CommitOutcome {}

  /** The branch is at {@code tip}, not where the client thinks. */
  record Stale(CommitId tip) implements CommitOutcome {}

  /** There is no such branch. */
  record NoSuchBranch() implements CommitOutcome {}

  /** What should be deleted or renamed is not there. */
  record NoSuchPath(RepoPath path) implements CommitOutcome {}

  /** A file cannot be as its line says. */
  record BadFile(RepoPath path, FileFlaw flaw) implements CommitOutcome {}

  /** More operations than one commit may have. */
  record TooManyOperations(int limit) implements CommitOutcome {}

  /** The repository was deleted meanwhile. */
  record RepoGone() implements CommitOutcome {}

  /** The caller may not, or may no longer. */
  record Refused(String reason) implements CommitOutcome {}
}
