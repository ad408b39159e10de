package dev.slipway.git.change;

import dev.slipway.names.RepoPath;
import java.io.IOException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/** One step of a draft. */
sealed interface Edit {

  EditResult apply(EditedFolder root) throws IOException;

  /** A file, whether it is there or not. */
  record Put(RepoPath path, FileMode mode, ObjectId id) implements Edit {
    @Override
    public EditResult apply(EditedFolder root) throws IOException {
      return root.put(path, mode, id);
    }
  }

  /** A removal of what must be there. */
  record Remove(RepoPath path, Removal removal) implements Edit {
    @Override
    public EditResult apply(EditedFolder root) throws IOException {
      return root.remove(path, removal);
    }
  }

  /** A copy of what was not there when it was asked for. */
  record Missing(RepoPath path) implements Edit {
    @Override
    public EditResult apply(EditedFolder root) {
      return new EditResult.NoSuchPath(path);
    }
  }
}
