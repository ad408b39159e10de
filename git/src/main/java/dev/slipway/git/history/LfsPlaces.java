package dev.slipway.git.history;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Finds paths of files in LFS: first where references lead now, the default branch before others,
 * then in their history, the young commits first. No file is read, and each folder once. The work
 * is bounded; what it did not find by then has no place.
 */
public final class LfsPlaces {

  /** Entries of folders, over all commits, before giving up. */
  private static final long MOST_ENTRIES = 2_000_000;

  /** How deep folders are looked into; no path of a client is deeper. */
  private static final int MOST_LEVELS = 1_000;

  private final ObjectReader reader;
  private final Map<ObjectId, LfsPointer> left = new HashMap<>();
  private final Map<LfsPointer, LfsPlace> found = new HashMap<>();
  private final Set<ObjectId> seen = new HashSet<>();
  private long entriesLeft = MOST_ENTRIES;

  /** Reads through {@code reader}, which it does not close. For one search only. */
  public LfsPlaces(ObjectReader reader, Collection<LfsPointer> wanted) {
    this.reader = reader;
    wanted.forEach(pointer -> left.put(JGitIds.of(pointer), pointer));
  }

  /** A place for each of the files that has one. */
  public Map<LfsPointer, LfsPlace> find(List<GitRef> refs) throws IOException {
    List<GitRef> ordered =
        refs.stream()
            .sorted(
                Comparator.comparing((GitRef ref) -> !ref.name().equals(RefName.MAIN))
                    .thenComparing(ref -> !ref.name().isBranch())
                    .thenComparing(GitRef::name))
            .toList();
    try (RevWalk walk = new RevWalk(reader)) {
      for (GitRef ref : ordered) {
        look(walk.parseTree(JGitIds.of(ref.commit())), ref.name());
      }
      for (GitRef ref : ordered) {
        lookBack(walk, ref);
      }
    }
    return Map.copyOf(found);
  }

  /** Through the commits that no reference before led to. */
  private void lookBack(RevWalk walk, GitRef ref) throws IOException {
    RevCommit tip = walk.parseCommit(JGitIds.of(ref.commit()));
    walk.markStart(tip);
    for (RevCommit commit = walk.next(); commit != null && isGoingOn(); commit = walk.next()) {
      look(commit.getTree(), ref.name());
    }
    walk.reset();
    walk.markUninteresting(tip);
  }

  private boolean isGoingOn() {
    return !left.isEmpty() && entriesLeft > 0;
  }

  private void look(ObjectId root, RefName ref) throws IOException {
    if (isGoingOn()) {
      look(root, new Way("", ref, 0));
    }
  }

  /** How a folder was reached; {@code prefix} is empty or ends with a slash. */
  private record Way(String prefix, RefName ref, int level) {

    Way into(String folder) {
      return new Way(prefix + folder + "/", ref, level + 1);
    }
  }

  private void look(ObjectId folder, Way way) throws IOException {
    if (!seen.add(folder.copy())) {
      return;
    }
    var tree = new CanonicalTreeParser(null, reader, folder);
    for (; !tree.eof() && isGoingOn(); tree.next()) {
      entriesLeft--;
      if (!FileMode.TREE.equals(tree.getEntryRawMode())) {
        take(tree, way);
      } else if (way.level() < MOST_LEVELS) {
        look(tree.getEntryObjectId(), way.into(tree.getEntryPathString()));
      }
    }
  }

  private void take(CanonicalTreeParser tree, Way way) {
    ObjectId id = tree.getEntryObjectId();
    LfsPointer pointer = left.get(id);
    if (pointer == null) {
      return;
    }
    switch (RepoPath.parse(way.prefix() + tree.getEntryPathString())) {
      case Value<RepoPath>(var path) -> {
        found.put(pointer, new LfsPlace(path, way.ref()));
        left.remove(id);
      }
      case Malformed<RepoPath> _ -> {} // no client can name it
    }
  }
}
