package dev.slipway.git.change;

import dev.slipway.names.RepoPath;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * A folder of a commit in the making. Only folders that an edit goes through are opened, and only
 * they are written again.
 */
final class EditedFolder {

  private static final FileMode EXECUTABLE = FileMode.EXECUTABLE_FILE;

  private final ObjectReader reader;
  private final ObjectId original;
  private final Map<String, Slot> slots = new HashMap<>();
  private boolean isChanged;

  private EditedFolder(ObjectReader reader, ObjectId original) {
    this.reader = reader;
    this.original = original;
  }

  /** Opens a folder as it is. */
  static EditedFolder open(ObjectReader reader, ObjectId tree) throws IOException {
    var folder = new EditedFolder(reader, tree);
    var entries = new CanonicalTreeParser(null, reader, tree);
    for (; !entries.eof(); entries.next()) {
      folder.slots.put(
          entries.getEntryPathString(),
          new Stored(entries.getEntryFileMode(), entries.getEntryObjectId()));
    }
    return folder;
  }

  /** Begins with nothing. */
  static EditedFolder empty(ObjectReader reader) {
    return new EditedFolder(reader, ObjectId.zeroId());
  }

  /** What stands under one name. */
  sealed interface Slot {}

  /** A file or folder as git has it. */
  record Stored(FileMode mode, ObjectId id) implements Slot {
    boolean isFolder() {
      return FileMode.TREE.equals(mode.getBits());
    }
  }

  private record Opened(EditedFolder folder) implements Slot {}

  /**
   * Puts a file there, in place of one that is there; says if a file or folder is in the way. A
   * file that could be executed still can: clients do not say what they want of that.
   */
  EditResult put(RepoPath path, FileMode mode, ObjectId id) throws IOException {
    String[] segments = path.text().split("/");
    EditedFolder folder = this;
    for (int i = 0; i < segments.length - 1; i++) {
      Optional<EditedFolder> next = folder.openOrCreate(segments[i]);
      if (next.isEmpty()) {
        return new EditResult.PathConflict(prefix(segments, i));
      }
      folder = next.get();
    }
    String name = segments[segments.length - 1];
    if (folder.isFolder(name)) {
      return new EditResult.PathConflict(path);
    }
    folder.isChanged = true;
    folder.slots.put(name, new Stored(folder.isExecutable(name) ? EXECUTABLE : mode, id));
    return new EditResult.Edited();
  }

  private static RepoPath prefix(String[] segments, int last) {
    return new RepoPath(String.join("/", Arrays.copyOf(segments, last + 1)));
  }

  private Optional<EditedFolder> openOrCreate(String name) throws IOException {
    isChanged = true;
    if (!slots.containsKey(name)) {
      slots.put(name, new Opened(empty(reader)));
    }
    return child(name);
  }

  /** The folder of this name, opened; empty if there is a file or nothing. */
  private Optional<EditedFolder> child(String name) throws IOException {
    return switch (slots.get(name)) {
      case Opened(var folder) -> Optional.of(folder);
      case Stored stored when stored.isFolder() -> {
        EditedFolder folder = open(reader, stored.id());
        slots.put(name, new Opened(folder));
        yield Optional.of(folder);
      }
      case Stored _ -> Optional.empty();
      case null -> Optional.empty();
    };
  }

  private boolean isFolder(String name) {
    return switch (slots.get(name)) {
      case Opened(var folder) -> !folder.isEmpty();
      case Stored stored -> stored.isFolder();
      case null -> false;
    };
  }

  private boolean isExecutable(String name) {
    return slots.get(name) instanceof Stored stored && EXECUTABLE.equals(stored.mode().getBits());
  }

  /** Removes what is there, if it is one of what the edit asks for. */
  EditResult remove(RepoPath path, Removal removal) throws IOException {
    String[] segments = path.text().split("/");
    EditedFolder folder = this;
    for (int i = 0; i < segments.length - 1; i++) {
      folder.isChanged = true;
      Optional<EditedFolder> next = folder.child(segments[i]);
      if (next.isEmpty()) {
        return new EditResult.NoSuchPath(path);
      }
      folder = next.get();
    }
    String name = segments[segments.length - 1];
    boolean isFolder = folder.isFolder(name);
    boolean isFile = folder.slots.get(name) instanceof Stored && !isFolder;
    if (!removal.takes(isFile, isFolder)) {
      return new EditResult.NoSuchPath(path);
    }
    folder.isChanged = true;
    folder.slots.remove(name);
    return new EditResult.Edited();
  }

  /** The file at a path as edited so far. */
  Optional<Stored> file(String path) throws IOException {
    EditedFolder folder = this;
    int slash;
    String rest = path;
    while ((slash = rest.indexOf('/')) >= 0) {
      Optional<EditedFolder> next = folder.child(rest.substring(0, slash));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      folder = next.get();
      rest = rest.substring(slash + 1);
    }
    return folder.slots.get(rest) instanceof Stored stored && !stored.isFolder()
        ? Optional.of(stored)
        : Optional.empty();
  }

  /** Writes what changed and gives the id of this folder, which may have become empty. */
  ObjectId write(ObjectInserter inserter) throws IOException {
    if (!isChanged && !AnyObjectId.isEqual(original, ObjectId.zeroId())) {
      return original;
    }
    Map<byte[], Stored> sorted = new TreeMap<>(Arrays::compareUnsigned);
    for (Map.Entry<String, Slot> entry : slots.entrySet()) {
      switch (entry.getValue()) {
        case Stored stored -> sorted.put(key(entry.getKey(), stored.isFolder()), stored);
        case Opened(var folder) when folder.isEmpty() -> {} // git keeps no empty folder
        case Opened(var folder) ->
            sorted.put(
                key(entry.getKey(), true), new Stored(FileMode.TREE, folder.write(inserter)));
      }
    }
    return inserter.insert(format(sorted));
  }

  private boolean isEmpty() {
    return slots.values().stream()
        .allMatch(slot -> slot instanceof Opened(var folder) && folder.isEmpty());
  }

  /** Git sorts a folder as if its name ended with a slash. */
  private static byte[] key(String name, boolean isFolder) {
    return Constants.encode(isFolder ? name + "/" : name);
  }

  private static TreeFormatter format(Map<byte[], Stored> sorted) {
    var tree = new TreeFormatter();
    sorted.forEach((key, stored) -> {
      int length = stored.isFolder() ? key.length - 1 : key.length;
      tree.append(key, 0, length, stored.mode(), stored.id());
    });
    return tree;
  }
}
