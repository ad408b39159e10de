package dev.slipway.git.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Lists one page. Opens the folders on the cursor's path and those that have entries on the page,
 * and looks up the sizes of the page's files: the last page costs what the first does.
 */
final class TreeLister {

  private final ObjectReader reader;
  private final FileEntries files;
  private final TreeQuery query;
  private final List<TreeEntry> page = new ArrayList<>();
  private boolean isFull;

  TreeLister(ObjectReader reader, TreeQuery query) {
    this.reader = reader;
    this.files = new FileEntries(reader);
    this.query = query;
  }

  TreePage list(ObjectId folder) throws IOException {
    String prefix = query.folder().isEmpty() ? "" : query.folder() + "/";
    String behind =
        query.after().startsWith(prefix) ? query.after().substring(prefix.length()) : "";
    walk(folder, prefix, behind);
    return new TreePage(page, !isFull);
  }

  /**
   * @param behind the rest of the cursor from this folder on; empty once the walk is behind it
   */
  private void walk(ObjectId folder, String prefix, String behind) throws IOException {
    byte[] skipTo = firstSegment(behind).getBytes(UTF_8);
    var tree = new CanonicalTreeParser(null, reader, folder);
    for (; !tree.eof() && !isFull; tree.next()) {
      int order = Arrays.compareUnsigned(key(tree), skipTo);
      if (order == 0) {
        String rest = behind.substring(firstSegment(behind).length());
        descend(tree, prefix, rest);
      } else if (order > 0) {
        show(tree, prefix);
      }
    }
  }

  private static String firstSegment(String path) {
    return path.substring(0, path.indexOf('/') + 1 > 0 ? path.indexOf('/') + 1 : path.length());
  }

  /** The bytes that git sorts by. */
  private static byte[] key(CanonicalTreeParser tree) {
    boolean isFolder = FileMode.TREE.equals(tree.getEntryRawMode());
    byte[] key = new byte[tree.getNameLength() + (isFolder ? 1 : 0)];
    tree.getName(key, 0);
    if (isFolder) {
      key[key.length - 1] = '/';
    }
    return key;
  }

  private void show(CanonicalTreeParser tree, String prefix) throws IOException {
    if (!FileEntries.isShown(tree.getEntryFileMode())) {
      return;
    }
    switch (RepoPath.parse(prefix + tree.getEntryPathString())) {
      case Value<RepoPath>(var path) -> {
        if (page.size() == query.limit()) {
          isFull = true;
          return;
        }
        page.add(files.entry(path, tree.getEntryFileMode(), tree.getEntryObjectId()));
        descend(tree, prefix, "");
      }
      case Malformed<RepoPath> _ -> {} // too long altogether, though each segment is well formed
    }
  }

  private void descend(CanonicalTreeParser tree, String prefix, String behind) throws IOException {
    if (query.isRecursive() && FileMode.TREE.equals(tree.getEntryRawMode())) {
      walk(tree.getEntryObjectId(), prefix + tree.getEntryPathString() + "/", behind);
    }
  }
}
