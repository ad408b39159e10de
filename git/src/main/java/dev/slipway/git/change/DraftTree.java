package dev.slipway.git.change;

import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** Turns the tree of a tip into the tree of the commit that follows it. */
final class DraftTree {

  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final List<Edit> edits;
  private final Collection<RepoPath> pointers;

  DraftTree(
      ObjectReader reader,
      ObjectInserter inserter,
      List<Edit> edits,
      Collection<RepoPath> pointers) {
    this.reader = reader;
    this.inserter = inserter;
    this.edits = List.copyOf(edits);
    this.pointers = pointers;
  }

  /** A tree, or why there is none. */
  sealed interface Applied {

    /** The edits give this tree. */
    record Tree(ObjectId id) implements Applied {}

    /** One of the edits cannot be done. */
    record Impossible(CommitResult why) implements Applied {}
  }

  Applied applyTo(ObjectId tip) throws IOException {
    EditedFolder root = EditedFolder.open(reader, tip);
    for (Edit edit : edits) {
      switch (edit.apply(root)) {
        case EditResult.Edited _ -> {}
        case EditResult.NoSuchPath(var path) -> {
          return new Applied.Impossible(new CommitResult.NoSuchPath(path));
        }
        case EditResult.PathConflict(var path) -> {
          return new Applied.Impossible(new CommitResult.PathConflict(path));
        }
      }
    }
    Optional<CommitResult> uncovered = new LfsCover(reader, inserter, pointers).cover(root);
    return uncovered.isPresent()
        ? new Applied.Impossible(uncovered.get())
        : new Applied.Tree(root.write(inserter));
  }
}
