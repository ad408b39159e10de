package dev.slipway.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.git.change.CommitDraft;
import dev.slipway.git.change.CommitRequest;
import dev.slipway.git.change.CommitResult;
import dev.slipway.git.history.Signature;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.InMemoryCatalog;
import dev.slipway.git.storage.PackStorage;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.ByteCount;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.names.RepoType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/** One repository in a folder, with a clock that tests move. */
public final class GitHouse {

  static final RepoKey KEY = new RepoKey("0123456789abcdef01234567");
  static final ByteCount LIMIT = ByteCount.mib(10);
  static final Signature ALICE =
      new Signature("Alice", "alice@example.org", Instant.parse("2026-11-24T10:00:00Z"));

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
  final InstantSource clock = now::get;
  final Path folder;
  final BlobStore blobs;
  final GitStore store;
  final InMemoryCatalog catalog = new InMemoryCatalog(clock);

  GitHouse(Path folder) {
    this.folder = folder;
    this.blobs = new FolderBlobStore(folder.resolve("blobs"), InstantSource.system());
    this.store = new GitStore(blobs, folder.resolve("spool"), clock, new SecureRandom());
  }

  static GitHouse withMain(Path folder) {
    var house = new GitHouse(folder);
    try (GitRepository repository = house.open()) {
      repository.createMain(RepoType.MODEL, Map.of(), ALICE);
    }
    return house;
  }

  GitRepository open() {
    return store.open(KEY, catalog);
  }

  void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  CommitId main() {
    return catalog.ref(RefName.MAIN).orElseThrow().commit();
  }

  /** What a test does to a draft. */
  interface Draft {
    void edit(CommitDraft draft) throws IOException;
  }

  CommitResult commit(Draft edits) {
    return commit(onTip("a commit"), edits);
  }

  CommitResult commit(CommitRequest request, Draft edits) {
    try (GitRepository repository = open();
        CommitDraft draft = repository.draft()) {
      edits.edit(draft);
      return draft.commit(request);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CommitRequest onTip(String message) {
    return new CommitRequest(RefName.MAIN, ALICE, message, new CommitRequest.Parent.AnyTip());
  }

  static CommitRequest onlyOn(CommitId tip) {
    return new CommitRequest(RefName.MAIN, ALICE, "m", new CommitRequest.Parent.OnlyTip(tip));
  }

  static void add(CommitDraft draft, String path, String text) throws IOException {
    draft.add(path(path), new ByteArrayInputStream(text.getBytes(UTF_8)), LIMIT);
  }

  String text(CommitId commit, String path) {
    try (GitRepository repository = open()) {
      var entry = repository.entry(commit, path(path)).orElseThrow();
      try (var bytes = repository.openBlob(entry.oid()).orElseThrow()) {
        return new String(bytes.readAllBytes(), UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a file of any mode into the root, as only a push can. */
  void commitRaw(String name, FileMode mode, String text) {
    try (var repository = raw();
        ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = inserter.newReader();
        RevWalk walk = new RevWalk(reader)) {
      ObjectId tip = ObjectId.fromString(main().hex());
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], 0, reader, walk.parseTree(tip));
      builder.finish();
      DirCacheEditor editor = index.editor();
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
      editor.add(
          new DirCacheEditor.PathEdit(name) {
            @Override
            public void apply(DirCacheEntry entry) {
              entry.setFileMode(mode);
              entry.setObjectId(blob);
            }
          });
      editor.finish();
      var commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setParentId(tip);
      commit.setAuthor(ALICE.toJGit());
      commit.setCommitter(ALICE.toJGit());
      commit.setMessage("raw");
      CommitId next = new CommitId(inserter.insert(commit).name());
      inserter.flush();
      GitRef now = catalog.ref(RefName.MAIN).orElseThrow();
      repository.land(List.of(new RefChange.Moved(now, GitRef.to(RefName.MAIN, next))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a commit or tag. */
  String raw(GitObjectId id) {
    try (var repository = raw();
        ObjectReader reader = repository.newObjectReader()) {
      return new String(reader.open(ObjectId.fromString(id.hex())).getBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a commit of another text in the place of a branch's tip, as only a push can. */
  void commitText(RefName name, UnaryOperator<String> edit) {
    replace(name, Constants.OBJ_COMMIT, edit);
  }

  /** The same with an annotated tag. */
  void tagText(RefName name, UnaryOperator<String> edit) {
    replace(name, Constants.OBJ_TAG, edit);
  }

  private void replace(RefName name, int type, UnaryOperator<String> edit) {
    GitRef now = catalog.ref(name).orElseThrow();
    byte[] text = edit.apply(raw(now.target())).getBytes(UTF_8);
    try (var repository = raw();
        ObjectInserter inserter = repository.newObjectInserter()) {
      GitObjectId id = new GitObjectId(inserter.insert(type, text).name());
      inserter.flush();
      CommitId commit = type == Constants.OBJ_COMMIT ? new CommitId(id.hex()) : now.commit();
      repository.land(List.of(new RefChange.Moved(now, new GitRef(name, id, commit))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mode of a file of the default branch. */
  FileMode mode(String path) {
    try (var repository = raw();
        var walk =
            TreeWalk.forPath(
                repository, path, repository.parseCommit(repository.resolve("HEAD")).getTree())) {
      return walk.getFileMode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HubRepository raw() {
    var storage = new PackStorage(blobs, folder.resolve("spool"), clock, new SecureRandom());
    return new HubRepository(KEY, storage, catalog);
  }

  static RepoPath path(String text) {
    return new RepoPath(text);
  }
}
