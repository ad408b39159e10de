package dev.slipway.git.history;

import dev.slipway.names.RepoPath;

/**
 * Which entries to list.
 *
 * @param folder the folder to look into; empty for the root
 * @param isRecursive whether to list what lies in folders of that folder, too
 * @param after the text of a {@link TreeCursor} to continue behind; empty to begin
 * @param limit the most entries to give, at least one
 */
public record TreeQuery(String folder, boolean isRecursive, String after, int limit) {

  public TreeQuery {
    if (limit < 1) {
      throw new IllegalArgumentException("a page has at least one entry: " + limit);
    }
  }

  /** The entries of the root. */
  public static TreeQuery root(int limit) {
    return new TreeQuery("", false, "", limit);
  }

  /** The entries of a folder. */
  public static TreeQuery in(RepoPath folder, int limit) {
    return new TreeQuery(folder.text(), false, "", limit);
  }

  /** This query, for all that lies below the folder. */
  public TreeQuery recursive() {
    return new TreeQuery(folder, true, after, limit);
  }

  /** This query, continued behind an entry. */
  public TreeQuery after(TreeCursor cursor) {
    return new TreeQuery(folder, isRecursive, cursor.text(), limit);
  }
}
