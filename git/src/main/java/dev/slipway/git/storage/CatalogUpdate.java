package dev.slipway.git.storage;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.CommitId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes visible at once: references move, the packs that they need are added, and the
 * repository refers to the blobs of these pointers.
 *
 * @param changes at most one a reference
 * @param packs whose files are published already
 * @param pointers every LFS pointer that the packs bring; some may be known already
 * @param commits those that the packs bring, the tips of the changes first; none of a push of which
 *     nobody wants to know them
 * @param basis all the references that the repository must have before, and no others; if absent,
 *     only those that change are compared
 */
public record CatalogUpdate(
    List<RefChange> changes,
    List<Pack> packs,
    Set<LfsPointer> pointers,
    List<CommitId> commits,
    Optional<List<GitRef>> basis) {

  public CatalogUpdate {
    changes = List.copyOf(changes);
    packs = List.copyOf(packs);
    pointers = Set.copyOf(pointers);
    basis = basis.map(List::copyOf);
    commits = List.copyOf(commits);
    if (changes.stream().map(RefChange::name).distinct().count() != changes.size()) {
      throw new IllegalArgumentException("an update changes a reference once: " + changes);
    }
  }

  /** An update that other references do not matter to. */
  public CatalogUpdate(
      List<RefChange> changes, List<Pack> packs, Set<LfsPointer> pointers, List<CommitId> commits) {
    this(changes, packs, pointers, commits, Optional.empty());
  }

  /**
   * A reference that is not as the basis says, if there is one.
   *
   * @param present all that the repository has
   */
  public Optional<RefName> surprise(List<GitRef> present) {
    if (basis.isEmpty()) {
      return Optional.empty();
    }
    Set<GitRef> expected = Set.copyOf(basis.get());
    Set<GitRef> there = Set.copyOf(present);
    return Stream.concat(
            present.stream().filter(ref -> !expected.contains(ref)),
            basis.get().stream().filter(ref -> !there.contains(ref)))
        .map(GitRef::name)
        .findFirst();
  }
}
