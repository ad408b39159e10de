package dev.slipway.git.history;

import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.CommitId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;

/** Between our ids and JGit's. */
public final class JGitIds {

  private JGitIds() {}

  /** A commit's id for JGit. */
  public static ObjectId of(CommitId id) {
    return ObjectId.fromString(id.hex());
  }

  /** Any object's id for JGit. */
  public static ObjectId of(GitObjectId id) {
    return ObjectId.fromString(id.hex());
  }

  /** The id of what is known to be a commit. */
  public static CommitId commit(AnyObjectId id) {
    return new CommitId(id.name());
  }

  /** The id of any object. */
  public static GitObjectId object(AnyObjectId id) {
    return new GitObjectId(id.name());
  }
}
