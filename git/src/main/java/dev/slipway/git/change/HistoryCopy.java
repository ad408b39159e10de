package dev.slipway.git.change;

import dev.slipway.git.history.JGitIds;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.UpdateResult;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * The branches and tags of one repository on their way into an empty one, with all that they reach
 * and nothing else. Nobody sees it before {@link #land}. For one thread.
 */
public final class HistoryCopy {

  private final HubRepository to;
  private final ObjectReader reader;
  private final List<GitRef> refs;

  /**
   * Brings the objects.
   *
   * @param reader reads {@code to}; not closed here
   * @throws IOException if they cannot be read
   */
  public HistoryCopy(HubRepository from, HubRepository to, ObjectReader reader) throws IOException {
    this.to = to;
    this.reader = reader;
    this.refs =
        from.refs("").stream().filter(ref -> ref.name().isBranch() || ref.name().isTag()).toList();
    Set<ObjectId> targets =
        refs.stream().map(GitRef::target).map(JGitIds::of).collect(Collectors.toSet());
    try (ObjectReader source = from.newObjectReader()) {
      to.take(source, targets);
    }
  }

  /** Whether some file of some commit is this pointer. */
  public boolean includes(LfsPointer pointer) {
    try {
      return reader.has(JGitIds.of(pointer));
    } catch (IOException e) {
      throw new GitStorageException("looking for a pointer in a copy", e);
    }
  }

  /** Makes the branches and tags visible. */
  public UpdateResult land() {
    return to.land(refs.stream().<RefChange>map(RefChange.Created::new).toList());
  }
}
