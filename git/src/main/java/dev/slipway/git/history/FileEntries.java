package dev.slipway.git.history;

import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/** Makes entries out of what a tree says. Reads a content only if it is as long as a pointer. */
final class FileEntries {

  private final ObjectReader reader;

  FileEntries(ObjectReader reader) {
    this.reader = reader;
  }

  /** Submodules have no content here; they are not shown. */
  static boolean isShown(FileMode mode) {
    return !FileMode.GITLINK.equals(mode.getBits());
  }

  TreeEntry entry(RepoPath path, FileMode mode, ObjectId id) throws IOException {
    if (FileMode.TREE.equals(mode.getBits())) {
      return new FolderEntry(path, JGitIds.object(id));
    }
    ByteCount size = new ByteCount(reader.getObjectSize(id, Constants.OBJ_BLOB));
    Optional<LfsPointer> pointer = pointer(id, size);
    ByteCount realSize = pointer.map(LfsPointer::size).orElse(size);
    return new FileEntry(path, JGitIds.object(id), realSize, pointer);
  }

  /** The pointer that a blob is, if it is one. */
  Optional<LfsPointer> pointer(ObjectId id) throws IOException {
    return pointer(id, new ByteCount(reader.getObjectSize(id, Constants.OBJ_BLOB)));
  }

  private Optional<LfsPointer> pointer(ObjectId id, ByteCount size) throws IOException {
    if (size.bytes() < LfsPointer.MIN_BYTES || size.bytes() > LfsPointer.MAX_BYTES) {
      return Optional.empty();
    }
    byte[] text = reader.open(id, Constants.OBJ_BLOB).getCachedBytes();
    return switch (LfsPointer.parse(text)) {
      case Value<LfsPointer>(var pointer) -> Optional.of(pointer);
      case Malformed<LfsPointer> _ -> Optional.empty();
    };
  }
}
