package dev.slipway.git.history;

import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.git.lfs.RuleFiles;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** Reads the folders of a commit. */
public final class Trees {

  private final ObjectReader reader;

  /** Reads through {@code reader}, which it does not close. */
  public Trees(ObjectReader reader) {
    this.reader = reader;
  }

  /** The root folder of a commit. */
  public ObjectId root(CommitId commit) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      return walk.parseTree(JGitIds.of(commit)).copy();
    }
  }

  /** What is at a path, if there is anything. */
  public Optional<TreeEntry> entry(CommitId commit, RepoPath path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, path.text(), root(commit))) {
      if (walk == null || !FileEntries.isShown(walk.getFileMode())) {
        return Optional.empty();
      }
      FileEntries files = new FileEntries(reader);
      return Optional.of(files.entry(path, walk.getFileMode(), walk.getObjectId(0)));
    }
  }

  /** A page of a folder; empty if there is no such folder. */
  public Optional<TreePage> list(CommitId commit, TreeQuery query) throws IOException {
    Optional<ObjectId> folder = folder(commit, query.folder());
    return folder.isEmpty()
        ? Optional.empty()
        : Optional.of(new TreeLister(reader, query).list(folder.get()));
  }

  private Optional<ObjectId> folder(CommitId commit, String folder) throws IOException {
    if (folder.isEmpty()) {
      return Optional.of(root(commit));
    }
    return entry(commit, new RepoPath(folder))
        .filter(FolderEntry.class::isInstance)
        .map(entry -> JGitIds.of(entry.oid()));
  }

  /** The files of this name in the folders of a commit. */
  public RuleFiles ruleFiles(CommitId commit, String fileName) throws IOException {
    ObjectId root = root(commit);
    return folder -> {
      try {
        return text(root, folder.isEmpty() ? fileName : folder + "/" + fileName);
      } catch (IOException e) {
        throw new GitStorageException("reading a " + fileName, e);
      }
    };
  }

  private Optional<String> text(ObjectId root, String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, path, root)) {
      if (walk == null || walk.getFileMode().getObjectType() != Constants.OBJ_BLOB) {
        return Optional.empty();
      }
      return FileMode.SYMLINK.equals(walk.getFileMode().getBits())
          ? Optional.empty()
          : text(reader, walk.getObjectId(0));
    }
  }

  /** Whether these are the bytes of a file in LFS. */
  public boolean isPointer(ObjectId blob) throws IOException {
    return new FileEntries(reader).pointer(blob).isPresent();
  }

  /** The text of a file of rules, unless it is too long to be one. */
  public static Optional<String> text(ObjectReader reader, ObjectId blob) throws IOException {
    if (reader.getObjectSize(blob, Constants.OBJ_BLOB) > RuleFiles.MAX_BYTES) {
      return Optional.empty();
    }
    byte[] bytes = reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(RuleFiles.MAX_BYTES);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }
}
