package dev.slipway.git.storage;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.CommitId;
import java.util.List;
import java.util.Set;

/**
 * What becomes visible at once: references move, the packs that they need are added, and the
 * repository refers to the blobs of these pointers.
 *
 * @param changes at most one a reference
 * @param packs whose files are published already
 * @param pointers every LFS pointer that the packs bring; some may be known already
 * @param commits those that the packs bring, the tips of the changes first; none of a push of which
 *     nobody wants to know them
 */
public record CatalogUpdate(
    List<RefChange> changes, List<Pack> packs, Set<LfsPointer> pointers, List<CommitId> commits) {

  public CatalogUpdate {
    changes = List.copyOf(changes);
    packs = List.copyOf(packs);
    pointers = Set.copyOf(pointers);
    commits = List.copyOf(commits);
    if (changes.stream().map(RefChange::name).distinct().count() != changes.size()) {
      throw new IllegalArgumentException("an update changes a reference once: " + changes);
    }
  }
}
