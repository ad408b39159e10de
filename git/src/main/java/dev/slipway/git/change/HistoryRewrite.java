package dev.slipway.git.change;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitObjectId;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.CommitId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Takes files in LFS out of every commit that a reference leads to. A commit that never had one,
 * nor stands on one that had, stays the same commit; others keep what they say, and lose their
 * signature. All references move together, or none. For one thread.
 */
public final class HistoryRewrite {

  private final HubRepository repository;
  private final ObjectInserter inserter;
  private final ObjectReader reader;
  private final TreeRewrite trees;
  private final Map<ObjectId, ObjectId> commits = new HashMap<>();

  private HistoryRewrite(HubRepository repository, ObjectInserter inserter, Set<ObjectId> gone) {
    this.repository = repository;
    this.inserter = inserter;
    this.reader = repository.newObjectReader();
    this.trees = new TreeRewrite(reader, inserter, gone);
  }

  /**
   * Rewrites what has one of these pointers; with none of them, nothing changes, but an update
   * lands all the same.
   *
   * @return {@link UpdateResult.Updated} or {@link UpdateResult.Refused}
   */
  public static UpdateResult without(Collection<LfsPointer> pointers, HubRepository repository)
      throws IOException {
    Set<ObjectId> gone = pointers.stream().map(JGitIds::of).collect(Collectors.toSet());
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      var rewrite = new HistoryRewrite(repository, inserter, gone);
      try (ObjectReader _ = rewrite.reader) {
        return rewrite.land();
      }
    }
  }

  /** What was rewritten once is not rewritten again when some reference moved meanwhile. */
  private UpdateResult land() throws IOException {
    while (true) {
      List<GitRef> refs = repository.refs("");
      List<RefChange> changes = changes(refs);
      inserter.flush();
      UpdateResult result = repository.landOn(refs, changes);
      if (!(result instanceof UpdateResult.RefMoved)) {
        return result;
      }
    }
  }

  private List<RefChange> changes(List<GitRef> refs) throws IOException {
    List<RefChange> changes = new ArrayList<>();
    if (trees.isIdle()) {
      return changes;
    }
    try (RevWalk walk = new RevWalk(reader)) {
      rewriteCommits(walk, refs);
      for (GitRef ref : refs) {
        ObjectId target = target(walk, walk.parseAny(JGitIds.of(ref.target())));
        CommitId commit = JGitIds.commit(commit(JGitIds.of(ref.commit())));
        GitRef next = new GitRef(ref.name(), new GitObjectId(target.name()), commit);
        if (!next.equals(ref)) {
          changes.add(new RefChange.Moved(ref, next));
        }
      }
    }
    return changes;
  }

  private ObjectId commit(ObjectId id) {
    return commits.getOrDefault(id, id);
  }

  /** Parents come first, so that a commit finds what became of its own. */
  private void rewriteCommits(RevWalk walk, List<GitRef> refs) throws IOException {
    walk.setRetainBody(false);
    walk.sort(RevSort.TOPO);
    walk.sort(RevSort.REVERSE, true);
    for (GitRef ref : refs) {
      walk.markStart(walk.parseCommit(JGitIds.of(ref.commit())));
    }
    for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
      if (!commits.containsKey(commit)) {
        rewrite(commit);
      }
    }
  }

  private void rewrite(RevCommit commit) throws IOException {
    ObjectId tree = trees.rewritten(commit.getTree());
    boolean isSame = AnyObjectId.isEqual(tree, commit.getTree());
    List<ObjectId> parents = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      parents.add(commit(parent));
      isSame &= !commits.containsKey(parent);
    }
    if (!isSame) {
      byte[] text = reader.open(commit, Constants.OBJ_COMMIT).getCachedBytes();
      byte[] next = ObjectText.of(text).ofCommit(tree, parents);
      commits.put(commit.copy(), inserter.insert(Constants.OBJ_COMMIT, next));
    }
  }

  /** Tags may lead to tags. */
  private ObjectId target(RevWalk walk, RevObject object) throws IOException {
    if (!(object instanceof RevTag tag)) {
      return commit(object.copy());
    }
    ObjectId before = tag.getObject().copy();
    ObjectId after = target(walk, walk.parseAny(before));
    if (after.equals(before)) {
      return tag.copy();
    }
    byte[] text = reader.open(tag, Constants.OBJ_TAG).getCachedBytes();
    return inserter.insert(Constants.OBJ_TAG, ObjectText.of(text).ofTag(after));
  }
}
