package dev.slipway.git.history;

import dev.slipway.names.CommitId;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Reads commits and their order. */
public final class CommitLog {

  private final ObjectReader reader;

  /** Reads through {@code reader}, which it does not close. */
  public CommitLog(ObjectReader reader) {
    this.reader = reader;
  }

  /** What a commit says, if there is such a commit. */
  public Optional<CommitDetails> details(CommitId id) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      return Optional.of(CommitDetails.of(walk.parseCommit(JGitIds.of(id)), walk));
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  /** The bytes whose hash a commit's id is, without git's header, if there is such a commit. */
  public Optional<byte[]> bytes(CommitId id) throws IOException {
    try {
      return Optional.of(reader.open(JGitIds.of(id), Constants.OBJ_COMMIT).getBytes());
    } catch (MissingObjectException | IncorrectObjectTypeException e) {
      return Optional.empty();
    }
  }

  /** The commits that one stands on, itself first, the younger before the older. */
  public List<CommitDetails> history(CommitId from, long skip, int limit) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      walk.setRetainBody(false);
      walk.markStart(walk.parseCommit(JGitIds.of(from)));
      List<CommitDetails> page = new ArrayList<>();
      long seen = 0;
      for (RevCommit commit = walk.next();
          commit != null && page.size() < limit;
          commit = walk.next()) {
        if (seen++ >= skip) {
          page.add(CommitDetails.of(commit, walk));
        }
      }
      return page;
    }
  }

  /** How many commits {@link #history} has in all; reads every one of them. */
  public long length(CommitId from) throws IOException {
    try (RevWalk walk = new RevWalk(reader)) {
      walk.setRetainBody(false);
      walk.markStart(walk.parseCommit(JGitIds.of(from)));
      long length = 0;
      while (walk.next() != null) {
        length++;
      }
      return length;
    }
  }

  /** What a commit changed since its first parent, in the order of paths. */
  public List<PathChange> changes(CommitId id, int limit) throws IOException {
    try (RevWalk commits = new RevWalk(reader);
        TreeWalk trees = new TreeWalk(reader)) {
      RevCommit commit = commits.parseCommit(JGitIds.of(id));
      if (commit.getParentCount() == 0) {
        trees.addTree(new EmptyTreeIterator());
      } else {
        trees.addTree(commits.parseTree(commit.getParent(0)));
      }
      trees.addTree(commit.getTree());
      trees.setRecursive(true);
      trees.setFilter(TreeFilter.ANY_DIFF);
      List<PathChange> changes = new ArrayList<>();
      while (changes.size() < limit && trees.next()) {
        change(trees).ifPresent(changes::add);
      }
      return changes;
    }
  }

  private static Optional<PathChange> change(TreeWalk trees) {
    PathChange.Kind kind = PathChange.Kind.MODIFIED;
    if (trees.getRawMode(0) == 0) {
      kind = PathChange.Kind.ADDED;
    } else if (trees.getRawMode(1) == 0) {
      kind = PathChange.Kind.REMOVED;
    }
    return switch (RepoPath.parse(trees.getPathString())) {
      case Value<RepoPath>(var path) -> Optional.of(new PathChange(path, kind));
      case Malformed<RepoPath> _ -> Optional.empty();
    };
  }
}
