package dev.slipway.git;

import dev.slipway.blobs.BlobStream;
import dev.slipway.git.change.CommitDraft;
import dev.slipway.git.change.CommitLocks;
import dev.slipway.git.change.HistoryCopy;
import dev.slipway.git.change.HistoryRewrite;
import dev.slipway.git.change.InitialCommit;
import dev.slipway.git.change.RefEdits;
import dev.slipway.git.change.RefResult;
import dev.slipway.git.history.CommitDetails;
import dev.slipway.git.history.CommitLog;
import dev.slipway.git.history.JGitIds;
import dev.slipway.git.history.LastCommits;
import dev.slipway.git.history.LfsPlace;
import dev.slipway.git.history.LfsPlaces;
import dev.slipway.git.history.PathChange;
import dev.slipway.git.history.RevisionPath;
import dev.slipway.git.history.Revisions;
import dev.slipway.git.history.Signature;
import dev.slipway.git.history.TreeEntry;
import dev.slipway.git.history.TreeLookup;
import dev.slipway.git.history.TreePage;
import dev.slipway.git.history.TreeQuery;
import dev.slipway.git.history.Trees;
import dev.slipway.git.lfs.IgnoreRules;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.PackStorage;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.git.wire.SmartHttp;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import dev.slipway.names.Revision;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * A repository, open for one request on one thread. Ids that a caller passes must come from here:
 * for one that is not in the repository reading throws {@link GitStorageException}, unless the
 * result can be empty.
 */
public final class GitRepository implements AutoCloseable {

  private static final int STREAMED_FROM_BYTES = 64 * 1024;

  private final HubRepository repository;
  private final PackStorage storage;
  private final CommitLocks locks;
  private final ObjectReader reader;

  GitRepository(HubRepository repository, PackStorage storage, CommitLocks locks) {
    this.repository = repository;
    this.storage = storage;
    this.locks = locks;
    this.reader = repository.newObjectReader();
  }

  /**
   * The commit that a revision means: {@code HEAD}, a full commit id, a full reference, a branch, a
   * tag, or at least seven digits that only one commit begins with; the first that fits.
   */
  public Optional<CommitId> resolve(Revision revision) {
    return reading(revision, () -> new Revisions(repository, reader).resolve(revision));
  }

  /**
   * Splits segments of an address, none of them encoded any more, behind the longest reference that
   * they begin with, or else behind the first. Empty if that is no revision either.
   */
  public Optional<RevisionPath> longestRef(List<String> segments) {
    return reading(segments, () -> new Revisions(repository, reader).longest(segments));
  }

  /** The reference of exactly this name. */
  public Optional<GitRef> ref(RefName name) {
    return repository.ref(name);
  }

  /** All references, by name. */
  public List<GitRef> refs() {
    return repository.refs("");
  }

  /** What is at a path, if there is anything. */
  public Optional<TreeEntry> entry(CommitId commit, RepoPath path) {
    return reading(path, () -> new Trees(reader).entry(commit, path));
  }

  /**
   * What is at these paths, in their order and each once, without those at which there is nothing.
   * Every folder on the way is read once, however many of the paths lead through it.
   */
  public Map<RepoPath, TreeEntry> entries(CommitId commit, Collection<RepoPath> paths) {
    return reading(commit, () -> new TreeLookup(reader, paths).in(new Trees(reader).root(commit)));
  }

  /** A page of a folder; empty if there is no such folder. */
  public Optional<TreePage> list(CommitId commit, TreeQuery query) {
    return reading(query, () -> new Trees(reader).list(commit, query));
  }

  /**
   * The bytes of a file as git has them, which is the pointer's text for one in LFS. Empty if there
   * is no such object or it is not a file's.
   */
  public Optional<BlobStream> openBlob(GitObjectId oid) {
    return reading(oid, () -> openStream(oid));
  }

  private Optional<BlobStream> openStream(GitObjectId oid) throws IOException {
    try (ObjectReader streaming = reader.newReader()) {
      streaming.setStreamFileThreshold(STREAMED_FROM_BYTES);
      ObjectLoader blob = streaming.open(JGitIds.of(oid), Constants.OBJ_BLOB);
      return Optional.of(new BlobStream(blob.openStream(), new ByteCount(blob.getSize())));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  /** What a commit says, if there is such a commit. */
  public Optional<CommitDetails> commit(CommitId id) {
    return reading(id, () -> new CommitLog(reader).details(id));
  }

  /** The bytes whose hash a commit's id is, without git's header, if there is such a commit. */
  public Optional<byte[]> commitBytes(CommitId id) {
    return reading(id, () -> new CommitLog(reader).bytes(id));
  }

  /** The commits that one stands on, itself first, the younger before the older. */
  public List<CommitDetails> history(CommitId from, long skip, int limit) {
    return reading(from, () -> new CommitLog(reader).history(from, skip, limit));
  }

  /** How many commits {@link #history} has in all; reads every one of them. */
  public long historyLength(CommitId from) {
    return reading(from, () -> new CommitLog(reader).length(from));
  }

  /** What a commit changed since its first parent, in the order of paths, at most so much. */
  public List<PathChange> changes(CommitId id, int limit) {
    return reading(id, () -> new CommitLog(reader).changes(id, limit));
  }

  /**
   * The commits that gave these files and folders their present content; paths that {@code from}
   * does not have are left out. The work is bounded: in a long history the oldest commit that was
   * looked at stands for an even older one.
   */
  public Map<RepoPath, CommitDetails> lastCommits(CommitId from, Collection<RepoPath> paths) {
    return reading(from, () -> new LastCommits(reader).find(from, paths));
  }

  /** The rules of a commit that say which files belong in LFS. */
  public LfsRules lfsRules(CommitId commit) {
    return reading(
        commit, () -> new LfsRules(new Trees(reader).ruleFiles(commit, LfsRules.FILE_NAME)));
  }

  /** The rules of a commit that say which files are ignored. */
  public IgnoreRules ignoreRules(CommitId commit) {
    return reading(
        commit, () -> new IgnoreRules(new Trees(reader).ruleFiles(commit, IgnoreRules.FILE_NAME)));
  }

  /** Begins a commit. One draft at a time. */
  public CommitDraft draft() {
    return new CommitDraft(repository, storage, locks);
  }

  /**
   * Creates the default branch as the Hub does.
   *
   * @param files more files by path, such as the README of a Space
   */
  public RefResult createMain(RepoType type, Map<RepoPath, byte[]> files, Signature by) {
    return reading(type, () -> new InitialCommit(repository).create(type, files, by));
  }

  /** Creates a branch or a lightweight tag. */
  public RefResult createRef(RefName name, CommitId at, RefEdits.IfExists ifExists) {
    return new RefEdits(repository).create(name, at, ifExists);
  }

  /** Creates a branch whose one commit has no files. */
  public RefResult createEmptyBranch(RefName name, Signature by, RefEdits.IfExists ifExists) {
    return reading(name, () -> new RefEdits(repository).createEmpty(name, by, ifExists));
  }

  /** Creates an annotated tag. */
  public RefResult createTag(RefName name, CommitId at, Signature by, String message) {
    return reading(name, () -> new RefEdits(repository).tag(name, at, by, message));
  }

  /** Deletes a branch or tag wherever it leads. */
  public RefResult deleteRef(RefName name) {
    return new RefEdits(repository).delete(name);
  }

  /** Puts one commit with the present files in place of a branch's whole history. */
  public RefResult squash(RefName branch, Signature by, String message) {
    return reading(branch, () -> new RefEdits(repository).squash(branch, by, message));
  }

  /**
   * Takes files in LFS out of every commit that a reference leads to. With none of them, nothing
   * changes, but what the catalog does beside an update is done.
   *
   * @return {@link UpdateResult.Updated} or {@link UpdateResult.Refused}
   */
  public UpdateResult removeLfs(Collection<LfsPointer> pointers) {
    try (CommitLocks.Held _ = locks.hold(repository.key())) {
      return reading("files in LFS", () -> HistoryRewrite.without(pointers, repository));
    }
  }

  /**
   * Where files in LFS are, or were in an older commit. The work is bounded: in a very long history
   * some are not found.
   */
  public Map<LfsPointer, LfsPlace> lfsPlaces(Collection<LfsPointer> pointers) {
    return reading("files in LFS", () -> new LfsPlaces(reader, pointers).find(refs()));
  }

  /** Begins to give this repository, which is empty, the branches and tags of another one. */
  public HistoryCopy copyOf(GitRepository source) {
    return reading(
        source.repository.key(), () -> new HistoryCopy(source.repository, repository, reader));
  }

  /** Answers git clients. */
  public SmartHttp smartHttp() {
    return new SmartHttp(repository);
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T reading(Object what, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new GitStorageException("using " + what + " of " + repository.key(), e);
    }
  }

  /** Removes what was written and did not land. */
  @Override
  public void close() {
    reader.close();
    repository.close();
  }
}
