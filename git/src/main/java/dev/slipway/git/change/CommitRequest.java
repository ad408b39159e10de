package dev.slipway.git.change;

import dev.slipway.git.history.Signature;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;

/**
 * How a draft becomes a commit.
 *
 * @param branch the branch to commit to, or another reference that moves like one
 * @param author who made it, noted as author and committer
 * @param message title, and after a blank line what else there is to say
 * @param parent what the branch must be at
 */
public record CommitRequest(RefName branch, Signature author, String message, Parent parent) {

  /** What a commit asks of the tip of its branch. */
  public sealed interface Parent {

    /** Nothing: the draft is applied to whatever the tip is, again if it moves meanwhile. */
    record AnyTip() implements Parent {}

    /** The tip must be this commit. */
    record OnlyTip(CommitId commit) implements Parent {}
  }
}
