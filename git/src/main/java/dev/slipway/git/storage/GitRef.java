package dev.slipway.git.storage;

import dev.slipway.names.CommitId;

/**
 * A reference and where it leads.
 *
 * @param name its full name
 * @param target the object it names: a commit, or an annotated tag
 * @param commit the commit that this leads to in the end; the target itself unless that is a tag
 */
public record GitRef(RefName name, GitObjectId target, CommitId commit) {

  /** A reference that names a commit itself, as every branch does. */
  public static GitRef to(RefName name, CommitId commit) {
    return new GitRef(name, GitObjectId.of(commit), commit);
  }
}
