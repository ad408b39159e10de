package dev.slipway.files;

import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.names.CommitId;

/** A path at which a commit has nothing. */
final class EntryProblem {

  /** The commit that an answer is about; clients remember by it that something is not there. */
  static final String COMMIT_HEADER = "X-Repo-Commit";

  private EntryProblem() {}

  /** 404 {@code EntryNotFound}. */
  static Reply reply(CommitId commit) {
    return Problem.entryNotFound("Entry not found").reply().header(COMMIT_HEADER, commit.hex());
  }
}
