package dev.slipway.git.history;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.CommitId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

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

  /** The id of the file that a pointer is: nobody has to read one to know it. */
  public static ObjectId of(LfsPointer pointer) {
    try (var formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, pointer.bytes());
    }
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
