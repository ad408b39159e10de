package dev.slipway.git.history;

import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Looks many paths up at once: each folder that some of them lead through is read once. */
public final class TreeLookup {

  private final ObjectReader reader;
  private final FileEntries files;
  private final List<RepoPath> paths;
  private final Names root = new Names(new HashMap<>());
  private final Map<RepoPath, TreeEntry> found = new HashMap<>();

  /** Will look these paths up through {@code reader}, which it does not close; for one tree. */
  public TreeLookup(ObjectReader reader, Collection<RepoPath> paths) {
    this.reader = reader;
    this.files = new FileEntries(reader);
    this.paths = List.copyOf(paths);
    for (RepoPath path : this.paths) {
      Names names = root;
      for (String segment : path.text().split("/")) {
        names = names.below().computeIfAbsent(segment, _ -> new Names(new HashMap<>()));
      }
    }
  }

  /** The names that are looked for in a folder, and what is looked for below each. */
  private record Names(Map<String, Names> below) {}

  /** What is there, in the order of the paths. */
  public Map<RepoPath, TreeEntry> in(ObjectId tree) throws IOException {
    look(root, tree, "");
    Map<RepoPath, TreeEntry> ordered = new LinkedHashMap<>();
    for (RepoPath path : paths) {
      TreeEntry entry = found.get(path);
      if (entry != null) {
        ordered.put(path, entry);
      }
    }
    return ordered;
  }

  private void look(Names names, ObjectId folder, String prefix) throws IOException {
    int left = names.below().size();
    var tree = new CanonicalTreeParser(null, reader, folder);
    for (; !tree.eof() && left > 0; tree.next()) {
      Names below = names.below().get(tree.getEntryPathString());
      if (below != null) {
        left--;
        take(below, tree, prefix + tree.getEntryPathString());
      }
    }
  }

  private void take(Names below, CanonicalTreeParser tree, String text) throws IOException {
    FileMode mode = tree.getEntryFileMode();
    if (FileEntries.isShown(mode)) {
      // A path that somebody looks for below this one is longer, and well formed.
      RepoPath path = new RepoPath(text);
      found.put(path, files.entry(path, mode, tree.getEntryObjectId()));
      if (FileMode.TREE.equals(mode.getBits()) && !below.below().isEmpty()) {
        look(below, tree.getEntryObjectId(), text + "/");
      }
    }
  }
}
