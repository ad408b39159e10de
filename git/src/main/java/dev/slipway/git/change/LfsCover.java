package dev.slipway.git.change;

import dev.slipway.git.history.Trees;
import dev.slipway.git.lfs.AttributesFile;
import dev.slipway.git.lfs.LfsRules;
import dev.slipway.git.lfs.RuleFiles;
import dev.slipway.git.lfs.Tracking;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Adds rules for the files in LFS of a commit that no rule of its tree covers: without one, git
 * would give a person the pointer's text instead of the file.
 */
final class LfsCover {

  private static final RepoPath ATTRIBUTES = new RepoPath(LfsRules.FILE_NAME);

  /** So many files of one extension get one rule for all, if it would change no other file. */
  private static final long FILES_FOR_A_RULE = 20;

  /** An extension that stands for itself in a pattern. */
  private static final Pattern EXTENSION = Pattern.compile(".*\\.([A-Za-z0-9_-]{1,32})");

  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final Collection<RepoPath> pointers;

  LfsCover(ObjectReader reader, ObjectInserter inserter, Collection<RepoPath> pointers) {
    this.reader = reader;
    this.inserter = inserter;
    this.pointers = pointers.stream().sorted().toList();
  }

  /** Extends the rules in the root where it must; says why it cannot. */
  Optional<CommitResult> cover(EditedFolder root) throws IOException {
    List<RepoPath> uncovered = uncovered(root);
    if (uncovered.isEmpty()) {
      return Optional.empty();
    }
    Optional<EditedFolder.Stored> present = root.file(LfsRules.FILE_NAME);
    Optional<String> problem = present.isEmpty() ? Optional.empty() : problem(present.get());
    if (problem.isPresent()) {
      return refusal(problem.get());
    }
    byte[] before = present.isEmpty() ? new byte[0] : bytes(present.get().id());
    byte[] after = AttributesFile.extended(before, patterns(root, uncovered));
    if (after.length > LfsRules.LARGEST_REGULAR.bytes()) {
      return refusal("would grow beyond " + LfsRules.LARGEST_REGULAR + "; give it wider patterns");
    }
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, after);
    return switch (root.put(ATTRIBUTES, FileMode.REGULAR_FILE, blob)) {
      case EditResult.Edited _ -> Optional.empty();
      case EditResult.NoSuchPath _, EditResult.PathConflict _ -> refusal("is a folder");
    };
  }

  private List<RepoPath> uncovered(EditedFolder root) throws IOException {
    var rules = new LfsRules(ruleFiles(root));
    List<RepoPath> uncovered = new ArrayList<>();
    for (RepoPath path : pointers) {
      if (rules.of(path) != Tracking.LFS && root.file(path.text()).isPresent()) {
        uncovered.add(path);
      }
    }
    return uncovered;
  }

  private RuleFiles ruleFiles(EditedFolder root) {
    return folder -> {
      try {
        String path = folder.isEmpty() ? LfsRules.FILE_NAME : folder + "/" + LfsRules.FILE_NAME;
        Optional<EditedFolder.Stored> file = root.file(path).filter(LfsCover::isFile);
        return file.isEmpty() ? Optional.empty() : Trees.text(reader, file.get().id());
      } catch (IOException e) {
        throw new GitStorageException("reading the rules of a draft", e);
      }
    };
  }

  /** Git follows no link to a file of rules. */
  private static boolean isFile(EditedFolder.Stored stored) {
    return FileMode.REGULAR_FILE.equals(stored.mode().getBits())
        || FileMode.EXECUTABLE_FILE.equals(stored.mode().getBits());
  }

  /** What was not read whole is not written again. */
  private Optional<String> problem(EditedFolder.Stored rules) throws IOException {
    if (!isFile(rules)) {
      return Optional.of("is a symbolic link or a submodule, which git does not read rules from");
    }
    long size = reader.getObjectSize(rules.id(), Constants.OBJ_BLOB);
    return size > RuleFiles.MAX_BYTES ? Optional.of("is too large to be read") : Optional.empty();
  }

  private static Optional<CommitResult> refusal(String problem) {
    return Optional.of(new CommitResult.UnusableRules(ATTRIBUTES, problem));
  }

  private byte[] bytes(ObjectId blob) throws IOException {
    return reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(RuleFiles.MAX_BYTES);
  }

  private List<String> patterns(EditedFolder root, List<RepoPath> uncovered) throws IOException {
    Map<String, Long> counts =
        uncovered.stream()
            .map(LfsCover::extension)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    TreeSet<String> shared = new TreeSet<>(counts.keySet());
    shared.removeIf(ext -> ext.isEmpty() || counts.getOrDefault(ext, 0L) <= FILES_FOR_A_RULE);
    if (!shared.isEmpty()) {
      removeThoseOfRegularFiles(shared, root.write(inserter));
    }
    List<String> patterns =
        new ArrayList<>(shared.stream().map(AttributesFile::ofExtension).toList());
    uncovered.stream()
        .filter(path -> !shared.contains(extension(path)))
        .map(AttributesFile::pattern)
        .forEach(patterns::add);
    return patterns;
  }

  /** Empty if there is none that could stand in a pattern. */
  private static String extension(RepoPath path) {
    var matcher = EXTENSION.matcher(path.fileName());
    return matcher.matches() ? matcher.group(1) : "";
  }

  private void removeThoseOfRegularFiles(TreeSet<String> extensions, ObjectId tree)
      throws IOException {
    var trees = new Trees(reader);
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (!extensions.isEmpty() && walk.next()) {
        String name = walk.getNameString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        boolean isBlob = walk.getFileMode().getObjectType() == Constants.OBJ_BLOB;
        if (isBlob && extensions.contains(extension) && !trees.isPointer(walk.getObjectId(0))) {
          extensions.remove(extension);
        }
      }
    }
  }
}
