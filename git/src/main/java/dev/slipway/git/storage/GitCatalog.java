package dev.slipway.git.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The pack list and the references of one repository, as rows. Made for one request, on behalf of
 * one actor: an implementation may check in the transaction of an update that the actor still may,
 * and write its audit there.
 *
 * <p>{@link #update} is the commit point of everything that changes a repository. Reads see what
 * was committed before they began. Implementations throw an unchecked exception when the database
 * fails.
 */
public interface GitCatalog {

  /** The packs that are live, in no particular order. */
  List<Pack> packs();

  /** The reference of exactly this name. */
  Optional<GitRef> ref(RefName name);

  /**
   * The references whose names begin with {@code prefix}, which is empty or ends with a slash, in
   * the order of {@link RefName}.
   */
  List<GitRef> refs(String prefix);

  /**
   * Applies all of the update in one transaction, or nothing of it. Deletions count before
   * creations, so that {@code a} may make room for {@code a/b}.
   */
  UpdateResult update(CatalogUpdate update);

  /**
   * Makes the packs in {@code added} live in place of those in {@code replaced}, which stay as
   * tombstones: requests that began earlier still read them.
   */
  ReplaceResult replace(List<Pack> added, Set<PackName> replaced);

  /** The tombstones of packs that were replaced before {@code limit}. */
  List<Pack> replacedBefore(Instant limit);

  /** Removes tombstones, whose files are gone; names that are live or unknown are left alone. */
  void forget(Set<PackName> replaced);

  /** The names of all packs, live or tombstones. */
  Set<PackName> known();

  /** The right to maintain this repository for so long, unless another process holds it. */
  Optional<MaintenanceLease> lease(Duration duration);
}
