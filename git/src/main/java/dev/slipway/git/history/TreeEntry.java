package dev.slipway.git.history;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoPath;
import java.util.Optional;

/** A file or folder at a path of a commit. */
public sealed interface TreeEntry {

  /** Where it is, from the root. */
  RepoPath path();

  /** The SHA-1 of its content: of the pointer's text for a file in LFS. */
  GitObjectId oid();

  /**
   * A file.
   *
   * @param size of the file itself, also for one in LFS
   * @param pointer present if the content is in LFS
   */
  record FileEntry(RepoPath path, GitObjectId oid, ByteCount size, Optional<LfsPointer> pointer)
      implements TreeEntry {}

  /** A folder. */
  record FolderEntry(RepoPath path, GitObjectId oid) implements TreeEntry {}
}
