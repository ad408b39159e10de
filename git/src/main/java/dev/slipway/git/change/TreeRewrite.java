package dev.slipway.git.change;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Takes files out of folders, wherever they are called so; each folder is rewritten once. */
final class TreeRewrite {

  /** How deep folders are looked into; no path of a client is deeper. */
  private static final int MOST_LEVELS = 1_000;

  private final ObjectReader reader;
  private final ObjectInserter inserter;
  private final Set<ObjectId> gone;
  private final Map<ObjectId, ObjectId> done = new HashMap<>();

  TreeRewrite(ObjectReader reader, ObjectInserter inserter, Set<ObjectId> gone) {
    this.reader = reader;
    this.inserter = inserter;
    this.gone = Set.copyOf(gone);
  }

  /** Whether no folder changes, because nothing is taken out. */
  boolean isIdle() {
    return gone.isEmpty();
  }

  /** The folder without the files; without anything in it, if that was all. */
  ObjectId rewritten(ObjectId root) throws IOException {
    ObjectId rewritten = rewritten(root, 0);
    return rewritten.equals(ObjectId.zeroId()) ? inserter.insert(new TreeFormatter()) : rewritten;
  }

  /** Zero if nothing is left: git keeps no empty folder. */
  private ObjectId rewritten(ObjectId folder, int level) throws IOException {
    ObjectId known = done.get(folder);
    if (known != null) {
      return known;
    }
    ObjectId rewritten = level < MOST_LEVELS ? rewrite(folder, level) : folder.copy();
    done.put(folder.copy(), rewritten);
    return rewritten;
  }

  private ObjectId rewrite(ObjectId folder, int level) throws IOException {
    var without = new TreeFormatter();
    boolean isChanged = false;
    boolean isEmpty = true;
    for (var tree = new CanonicalTreeParser(null, reader, folder); !tree.eof(); tree.next()) {
      ObjectId before = tree.getEntryObjectId();
      ObjectId after = entry(tree, before, level);
      isChanged |= !after.equals(before);
      if (!after.equals(ObjectId.zeroId())) {
        isEmpty = false;
        byte[] name = new byte[tree.getNameLength()];
        tree.getName(name, 0);
        without.append(name, 0, name.length, tree.getEntryFileMode(), after);
      }
    }
    if (!isChanged) {
      return folder.copy();
    }
    return isEmpty ? ObjectId.zeroId() : inserter.insert(without);
  }

  private ObjectId entry(CanonicalTreeParser tree, ObjectId before, int level) throws IOException {
    if (FileMode.TREE.equals(tree.getEntryRawMode())) {
      return rewritten(before, level + 1);
    }
    return gone.contains(before) ? ObjectId.zeroId() : before;
  }
}
