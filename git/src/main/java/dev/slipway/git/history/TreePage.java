package dev.slipway.git.history;

import java.util.List;
import java.util.Optional;

/**
 * Part of a listing.
 *
 * @param entries in git's order: by the bytes of their paths, where a folder counts as its path
 *     with a slash and stands before what lies in it
 * @param isLast whether nothing follows
 */
public record TreePage(List<TreeEntry> entries, boolean isLast) {

  public TreePage {
    entries = List.copyOf(entries);
  }

  /** Where to continue, unless this is the last page. */
  public Optional<TreeCursor> next() {
    return isLast ? Optional.empty() : Optional.of(TreeCursor.after(entries.getLast()));
  }
}
