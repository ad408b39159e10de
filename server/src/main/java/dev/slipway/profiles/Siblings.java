package dev.slipway.profiles;

import dev.slipway.git.GitRepository;
import dev.slipway.git.history.TreeEntry.FileEntry;
import dev.slipway.git.history.TreePage;
import dev.slipway.git.history.TreeQuery;
import dev.slipway.names.CommitId;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Every file of a commit, read page by page while the answer is written. */
final class Siblings implements Iterable<SiblingJson> {

  private static final int PAGE = 1000;

  private final GitRepository git;
  private final CommitId commit;
  private final Function<FileEntry, SiblingJson> shape;
  private final TreePage first;

  /** Reads the first page at once, the others from {@code git} when they are come to. */
  Siblings(GitRepository git, CommitId commit, Function<FileEntry, SiblingJson> shape) {
    this.git = git;
    this.commit = commit;
    this.shape = shape;
    this.first = git.list(commit, TreeQuery.root(PAGE).recursive()).orElseThrow();
  }

  /** Whether nothing is left to read, so that the repository may be closed before writing. */
  boolean isRead() {
    return first.isLast();
  }

  @Override
  public Iterator<SiblingJson> iterator() {
    return new Pages();
  }

  private final class Pages implements Iterator<SiblingJson> {

    private TreePage page = first;
    private Iterator<FileEntry> files = files(first);

    @Override
    public boolean hasNext() {
      while (!files.hasNext() && !page.isLast()) {
        TreeQuery query = TreeQuery.root(PAGE).recursive().after(page.next().orElseThrow());
        page = git.list(commit, query).orElseThrow();
        files = files(page);
      }
      return files.hasNext();
    }

    @Override
    public SiblingJson next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return shape.apply(files.next());
    }

    private static Iterator<FileEntry> files(TreePage page) {
      return page.entries().stream()
          .filter(FileEntry.class::isInstance)
          .map(FileEntry.class::cast)
          .iterator();
    }
  }
}
