package dev.slipway.git.change;

import dev.slipway.git.history.Trees;
import dev.slipway.git.lfs.AttributesFile;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.git.lfs.RuleFiles;
import dev.slipway.git.lfs.Tracking;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;

/** Turns the tree of a tip into the tree of the commit that follows it. */
final class DraftTree {

  private static final RepoPath ATTRIBUTES = new RepoPath(LfsRules.FILE_NAME);

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
    this.pointers = pointers.stream().sorted().toList();
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
    coverPointers(root);
    return new Applied.Tree(root.write(inserter));
  }

  /** Without a rule, git would give a person the pointer's text instead of the file. */
  private void coverPointers(EditedFolder root) throws IOException {
    if (pointers.isEmpty()) {
      return;
    }
    var rules = new LfsRules(ruleFiles(root));
    List<RepoPath> uncovered = new ArrayList<>();
    for (RepoPath path : pointers) {
      if (rules.of(path) != Tracking.LFS && root.file(path.text()).isPresent()) {
        uncovered.add(path);
      }
    }
    if (!uncovered.isEmpty()) {
      String text = text(root, LfsRules.FILE_NAME).orElse("");
      byte[] extended = AttributesFile.withPaths(text, uncovered).getBytes(StandardCharsets.UTF_8);
      root.put(ATTRIBUTES, FileMode.REGULAR_FILE, inserter.insert(Constants.OBJ_BLOB, extended));
    }
  }

  private RuleFiles ruleFiles(EditedFolder root) {
    return folder -> {
      try {
        String path = folder.isEmpty() ? LfsRules.FILE_NAME : folder + "/" + LfsRules.FILE_NAME;
        return text(root, path);
      } catch (IOException e) {
        throw new GitStorageException("reading the rules of a draft", e);
      }
    };
  }

  private Optional<String> text(EditedFolder root, String path) throws IOException {
    Optional<ObjectId> blob = root.file(path);
    return blob.isEmpty() ? Optional.empty() : Trees.text(reader, blob.get());
  }
}
