package dev.slipway.git.change;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.history.Signature;
import dev.slipway.git.history.Trees;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.CommitId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.lib.TreeFormatter;

/** Creates, replaces and deletes references. */
public final class RefEdits {

  private final HubRepository repository;

  public RefEdits(HubRepository repository) {
    this.repository = repository;
  }

  /** Whether a reference that is there already may be led elsewhere. */
  public enum IfExists {
    /** It stays. */
    KEEP,
    /** It leads to the new place. */
    REPLACE
  }

  /** Creates a branch or a lightweight tag. */
  public RefResult create(RefName name, CommitId at, IfExists ifExists) {
    return set(GitRef.to(name, at), ifExists, Set.of());
  }

  /** Creates an annotated tag. */
  public RefResult tag(RefName name, CommitId at, Signature by, String message) throws IOException {
    var tag = new TagBuilder();
    tag.setTag(name.shortName());
    tag.setObjectId(JGitIds.of(at), Constants.OBJ_COMMIT);
    tag.setTagger(by.toJGit());
    tag.setMessage(message.endsWith("\n") ? message : message + "\n");
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      GitObjectId id = JGitIds.object(inserter.insert(tag));
      inserter.flush();
      return set(new GitRef(name, id, at), IfExists.KEEP, Set.of());
    }
  }

  /** Creates a branch whose one commit has no files. */
  public RefResult createEmpty(RefName name, Signature by, IfExists ifExists) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      CommitId root = root(inserter, inserter.insert(new TreeFormatter()), by, "initial commit");
      return set(GitRef.to(name, root), ifExists, Set.of(root));
    }
  }

  /** Puts one commit with the present files in place of a branch's whole history. */
  public RefResult squash(RefName branch, Signature by, String message) throws IOException {
    while (true) {
      Optional<GitRef> tip = repository.ref(branch);
      if (tip.isEmpty()) {
        return new RefResult.NoSuchRef();
      }
      Optional<RefResult> result = squash(tip.get(), by, message);
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  private Optional<RefResult> squash(GitRef tip, Signature by, String message) throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        var reader = inserter.newReader()) {
      ObjectId tree = new Trees(reader).root(tip.commit());
      GitRef next = GitRef.to(tip.name(), root(inserter, tree, by, message));
      return land(new RefChange.Moved(tip, next), next, Set.of(next.commit()));
    }
  }

  /** Writes a commit without parents. */
  static CommitId root(ObjectInserter inserter, ObjectId tree, Signature by, String message)
      throws IOException {
    var commit = new CommitBuilder();
    commit.setTreeId(tree);
    commit.setAuthor(by.toJGit());
    commit.setCommitter(by.toJGit());
    commit.setEncoding(StandardCharsets.UTF_8);
    commit.setMessage(message);
    CommitId id = JGitIds.commit(inserter.insert(commit));
    inserter.flush();
    return id;
  }

  /** Deletes a reference wherever it leads. */
  public RefResult delete(RefName name) {
    if (name.equals(RefName.MAIN)) {
      return new RefResult.MainStays();
    }
    while (true) {
      Optional<GitRef> now = repository.ref(name);
      if (now.isEmpty()) {
        return new RefResult.NoSuchRef();
      }
      Optional<RefResult> result = land(new RefChange.Deleted(now.get()), now.get(), Set.of());
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  /** Leads a reference to {@code next}, for which these commits were made. */
  RefResult set(GitRef next, IfExists ifExists, Set<CommitId> made) {
    while (true) {
      Optional<GitRef> now = repository.ref(next.name());
      if (now.isPresent() && ifExists == IfExists.KEEP) {
        return new RefResult.Exists(now.get());
      }
      RefChange change =
          now.<RefChange>map(ref -> new RefChange.Moved(ref, next))
              .orElseGet(() -> new RefChange.Created(next));
      Optional<RefResult> result = land(change, next, made);
      if (result.isPresent()) {
        return result.get();
      }
    }
  }

  /** Empty if the reference moved meanwhile. */
  private Optional<RefResult> land(RefChange change, GitRef ref, Set<CommitId> made) {
    return switch (repository.land(List.of(change), made)) {
      case UpdateResult.Updated _ -> Optional.of(new RefResult.Done(ref));
      case UpdateResult.RefMoved _ -> Optional.empty();
      case UpdateResult.NameConflict(var _, var existing) ->
          Optional.of(new RefResult.NameConflict(existing));
      case UpdateResult.Refused(var reason) -> Optional.of(new RefResult.Refused(reason));
    };
  }
}
