package dev.slipway.git.history;

import dev.slipway.names.CommitId;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Finds the commits that gave files and folders their present content, folder by folder: a commit
 * that leaves a folder's id alone did not touch what lies in it.
 */
public final class LastCommits {

  /** Folders compared with those of a parent, over all commits, before giving up. */
  private static final int MAX_COMPARISONS = 20_000;

  private final ObjectReader reader;
  private final Map<String, Map<String, ObjectId>> wanted = new HashMap<>();
  private final Map<RepoPath, CommitDetails> found = new HashMap<>();
  private int comparisons;

  /** Reads through {@code reader}, which it does not close. For one search only. */
  public LastCommits(ObjectReader reader) {
    this.reader = reader;
  }

  /** The commits by path; paths that {@code from} does not have are left out. */
  public Map<RepoPath, CommitDetails> find(CommitId from, Collection<RepoPath> paths)
      throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      RevCommit start = walk.parseCommit(JGitIds.of(from));
      collect(start, paths);
      walk.markStart(start);
      RevCommit last = start;
      for (RevCommit commit = walk.next();
          commit != null && !wanted.isEmpty() && comparisons < MAX_COMPARISONS;
          commit = walk.next()) {
        inspect(commit, walk);
        last = commit;
      }
      settleRest(CommitDetails.of(last, walk));
    }
    return Map.copyOf(found);
  }

  private void collect(RevCommit start, Collection<RepoPath> paths) throws IOException {
    Map<String, Set<String>> names = new HashMap<>();
    for (RepoPath path : paths) {
      names.computeIfAbsent(folder(path), _ -> new HashSet<>()).add(path.fileName());
    }
    for (Map.Entry<String, Set<String>> folder : names.entrySet()) {
      Map<String, ObjectId> ids = ids(tree(start, folder.getKey()), folder.getValue());
      if (!ids.isEmpty()) {
        wanted.put(folder.getKey(), ids);
      }
    }
  }

  private static String folder(RepoPath path) {
    return path.text().substring(0, Math.max(0, path.text().lastIndexOf('/')));
  }

  private ObjectId tree(RevCommit commit, String folder) throws IOException {
    if (folder.isEmpty()) {
      return commit.getTree();
    }
    try (TreeWalk walk = TreeWalk.forPath(reader, folder, commit.getTree())) {
      return walk == null || !walk.isSubtree() ? ObjectId.zeroId() : walk.getObjectId(0);
    }
  }

  private Map<String, ObjectId> ids(ObjectId tree, Set<String> names) throws IOException {
    Map<String, ObjectId> ids = new HashMap<>();
    if (tree.equals(ObjectId.zeroId())) {
      return ids;
    }
    var parser = new CanonicalTreeParser(null, reader, tree);
    for (; !parser.eof() && ids.size() < names.size(); parser.next()) {
      String name = parser.getEntryPathString();
      if (names.contains(name)) {
        ids.put(name, parser.getEntryObjectId());
      }
    }
    return ids;
  }

  private void inspect(RevCommit commit, RevWalk walk) throws IOException {
    for (RevCommit parent : commit.getParents()) {
      walk.parseHeaders(parent);
    }
    for (String folder : Set.copyOf(wanted.keySet())) {
      comparisons++;
      inspect(folder, commit, walk);
    }
    wanted.values().removeIf(Map::isEmpty);
  }

  private void inspect(String folder, RevCommit commit, RevWalk walk) throws IOException {
    Map<String, ObjectId> open = wanted.getOrDefault(folder, Map.of());
    ObjectId tree = tree(commit, folder);
    List<ObjectId> before = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      before.add(tree(parent, folder));
    }
    if (before.contains(tree)) {
      return;
    }
    Map<String, ObjectId> now = ids(tree, open.keySet());
    now.entrySet().retainAll(open.entrySet());
    for (ObjectId parentTree : before) {
      now.entrySet().removeAll(ids(parentTree, Set.copyOf(now.keySet())).entrySet());
    }
    for (String name : now.keySet()) {
      found.put(path(folder, name), CommitDetails.of(commit, walk));
      open.remove(name);
    }
  }

  /** Older than we look: the oldest commit we saw stands for an even older one. */
  private void settleRest(CommitDetails oldest) {
    wanted.forEach(
        (folder, names) -> names.keySet().forEach(name -> found.put(path(folder, name), oldest)));
  }

  private static RepoPath path(String folder, String name) {
    return new RepoPath(folder.isEmpty() ? name : folder + "/" + name);
  }
}
