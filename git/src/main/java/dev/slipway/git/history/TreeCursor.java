package dev.slipway.git.history;

import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreeEntry.FolderEntry;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoPath;

/**
 * A place in a listing: behind this entry. Keeps its meaning when the entry itself is gone.
 *
 * @param text the path, with a slash at the end if it was a folder's
 */
public record TreeCursor(String text) {

  public TreeCursor {
    new RepoPath(path(text));
  }

  /** The place behind an entry. */
  public static TreeCursor after(TreeEntry entry) {
    return switch (entry) {
      case FileEntry file -> new TreeCursor(file.path().text());
      case FolderEntry folder -> new TreeCursor(folder.path().text() + "/");
    };
  }

  /** Reads the text of a cursor that we gave out. */
  public static Parsed<TreeCursor> parse(String text) {
    return RepoPath.parse(path(text)).then(_ -> Parsed.of(new TreeCursor(text)));
  }

  private static String path(String text) {
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  @Override
  public String toString() {
    return text;
  }
}
