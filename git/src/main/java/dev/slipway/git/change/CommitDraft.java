package dev.slipway.git.change;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.Trees;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.PackStorage;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * A commit in the making: edits in the order in which they came, on whatever the branch will be.
 * Contents go into a pack at once; nobody sees it before {@link #commit}, and closing the draft
 * without one leaves nothing. Not thread-safe.
 */
public final class CommitDraft implements AutoCloseable {

  private final HubRepository repository;
  private final ObjectInserter inserter;
  private final ObjectReader reader;
  private final BlobInserter blobs;
  private final CommitLocks locks;
  private final List<Edit> edits = new ArrayList<>();
  private final Map<RepoPath, LfsPointer> pointers = new HashMap<>();

  /** Begins a draft; one a repository object at a time. */
  public CommitDraft(HubRepository repository, PackStorage storage, CommitLocks locks) {
    this.repository = repository;
    this.inserter = repository.newObjectInserter();
    this.reader = inserter.newReader();
    this.blobs = new BlobInserter(inserter, storage.spool());
    this.locks = locks;
  }

  /**
   * Adds a file or replaces one. Reads {@code content} to its end, but never more than a buffer
   * beyond {@code limit}, and does not close it.
   *
   * @throws IOException only if {@code content} fails
   */
  public AddResult add(RepoPath path, InputStream content, ByteCount limit) throws IOException {
    AddResult result = blobs.insert(content, limit);
    switch (result) {
      case AddResult.Added(var oid, var _) -> put(path, JGitIds.of(oid));
      case AddResult.AddedPointer(var pointer) -> addPointer(path, pointer);
      case AddResult.TooLarge _, AddResult.BrokenPointer _ -> {}
    }
    return result;
  }

  private void put(RepoPath path, ObjectId id) {
    edits.add(new Edit.Put(path, FileMode.REGULAR_FILE, id));
    pointers.remove(path);
  }

  /** Adds a file in LFS or replaces one. That the blob is there is for the caller to know. */
  public void addPointer(RepoPath path, LfsPointer pointer) {
    try {
      put(path, inserter.insert(Constants.OBJ_BLOB, pointer.bytes()));
      pointers.put(path, pointer);
    } catch (IOException e) {
      throw new GitStorageException("adding a pointer to a pack", e);
    }
  }

  /** Adds a file as it is at another path of some commit; folders are not copied. */
  public void copy(RepoPath from, CommitId at, RepoPath to) {
    try {
      Optional<TreeEntry> entry = new Trees(reader).entry(at, from);
      if (entry.isPresent() && entry.get() instanceof FileEntry file) {
        put(to, JGitIds.of(file.oid()));
        file.pointer().ifPresent(pointer -> pointers.put(to, pointer));
      } else {
        edits.add(new Edit.Missing(from));
      }
    } catch (IOException e) {
      throw new GitStorageException("copying a file", e);
    }
  }

  /** Deletes a file, which must be there. */
  public void deleteFile(RepoPath path) {
    edits.add(new Edit.Remove(path, Removal.FILE));
  }

  /** Deletes a folder, which must be there, and all that lies in it. */
  public void deleteFolder(RepoPath path) {
    edits.add(new Edit.Remove(path, Removal.FOLDER));
  }

  /** Deletes a file or a folder, whichever is there. */
  public void deleteEntry(RepoPath path) {
    edits.add(new Edit.Remove(path, Removal.ENTRY));
  }

  /** Whether there is no edit yet. */
  public boolean isEmpty() {
    return edits.isEmpty();
  }

  /**
   * Applies the edits to the tip of the branch and moves it. Files in LFS that no rule of the tree
   * covers get one in {@code .gitattributes} with the same commit.
   */
  public CommitResult commit(CommitRequest request) {
    repository.bring(Set.copyOf(pointers.values()));
    var writer = new CommitWriter(repository, inserter, request);
    try (CommitLocks.Held _ = locks.hold(repository.key())) {
      return writer.write(new DraftTree(reader, inserter, edits, pointers.keySet()));
    } catch (IOException e) {
      throw new GitStorageException("committing to " + request.branch(), e);
    }
  }

  @Override
  public void close() {
    reader.close();
    inserter.close();
  }
}
