package dev.slipway.git.storage;

import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.internal.storage.dfs.DfsRepository;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryBuilder;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * A repository as JGit sees it, for one request and one thread. Nothing that is written through it
 * shows until {@link #land}; closing it removes what did not land.
 */
public final class HubRepository extends DfsRepository {

  private final RepoKey key;
  private final GitCatalog catalog;
  private final HubObjectDatabase objects;
  private final HubRefDatabase refs;
  private final Set<LfsPointer> pointers = new HashSet<>();
  private final Set<CommitId> received = new LinkedHashSet<>();
  private final List<RefChange> landed = new ArrayList<>();

  /** Opens without reading anything. */
  public HubRepository(RepoKey key, PackStorage storage, GitCatalog catalog) {
    super(new Builder().setRepositoryDescription(new DfsRepositoryDescription(key.hex())));
    this.key = key;
    this.catalog = catalog;
    this.objects = new HubObjectDatabase(this, storage, catalog, key);
    this.refs = new HubRefDatabase(this);
    configure(getConfig());
  }

  private static void configure(StoredConfig config) {
    config.setBoolean("uploadpack", null, "allowfilter", true);
    config.setBoolean("uploadpack", null, "advertisesidebandall", false);
    config.setBoolean("receive", null, "autogc", false);
    // Compaction writes these files for nothing unless told their least size.
    config.setInt("pack", null, "minBytesForObjSizeIndex", -1);
  }

  @Override
  public HubObjectDatabase getObjectDatabase() {
    return objects;
  }

  @Override
  public HubRefDatabase getRefDatabase() {
    return refs;
  }

  /** Which repository this is. */
  public RepoKey key() {
    return key;
  }

  /** The reference of this name, as of now. */
  public Optional<GitRef> ref(RefName name) {
    Optional<GitRef> ref = catalog.ref(name);
    forgetPackList();
    return ref;
  }

  /** The references below this prefix, as of now. */
  public List<GitRef> refs(String prefix) {
    List<GitRef> found = catalog.refs(prefix);
    forgetPackList();
    return found;
  }

  void forgetPackList() {
    objects.forgetPackList();
  }

  /** Notes pointers that the packs written through this object bring. */
  public void bring(Set<LfsPointer> found) {
    pointers.addAll(found);
  }

  /** Notes the commits that a push brings. */
  public void receive(Collection<CommitId> commits) {
    received.addAll(commits);
  }

  /**
   * Makes all that was written durable and visible, together with these changes, or nothing of it.
   * After {@link UpdateResult.RefMoved} the same packs can land with other changes.
   */
  public UpdateResult land(List<RefChange> changes) {
    return land(changes, received, Optional.empty());
  }

  /** The same for changes that bring these commits, which were made here. */
  public UpdateResult land(List<RefChange> changes, Set<CommitId> commits) {
    return land(changes, commits, Optional.empty());
  }

  /**
   * The same for changes that were made for all references together.
   *
   * @param basis all references, as they must still be
   */
  public UpdateResult landOn(List<GitRef> basis, List<RefChange> changes) {
    return land(changes, received, Optional.of(basis));
  }

  private UpdateResult land(
      List<RefChange> changes, Set<CommitId> commits, Optional<List<GitRef>> basis) {
    List<Pack> packs = objects.publishPending();
    UpdateResult result =
        catalog.update(
            new CatalogUpdate(changes, packs, pointers, tipsFirst(changes, commits), basis));
    switch (result) {
      case UpdateResult.Updated _ -> {
        objects.pendingLanded();
        landed.addAll(changes);
        pointers.clear();
        received.clear();
      }
      case UpdateResult.RefMoved _, UpdateResult.NameConflict _, UpdateResult.Refused _ ->
          forgetPackList();
    }
    return result;
  }

  /**
   * Writes a pack of all that these objects lead to.
   *
   * @param source reads the repository that has them
   * @throws IOException if they cannot be read
   */
  public void take(ObjectReader source, Set<ObjectId> wanted) throws IOException {
    new PackCopy(objects).write(source, wanted);
  }

  private static List<CommitId> tipsFirst(List<RefChange> changes, Set<CommitId> commits) {
    Set<CommitId> ordered = new LinkedHashSet<>();
    for (RefChange change : changes) {
      switch (change) {
        case RefChange.Created(var ref) -> ordered.add(ref.commit());
        case RefChange.Moved(var _, var to) -> ordered.add(to.commit());
        case RefChange.Deleted _ -> {
          // brings nothing
        }
      }
    }
    ordered.retainAll(commits);
    ordered.addAll(commits);
    return List.copyOf(ordered);
  }

  /** The changes that landed through this object, in their order. */
  public List<RefChange> landed() {
    return List.copyOf(landed);
  }

  /** The packs that were written through this object and did not land yet. */
  public PendingPacks pending() {
    return new PendingPacks(objects);
  }

  @Override
  protected void doClose() {
    objects.discardPending();
    super.doClose();
  }

  private static final class Builder extends DfsRepositoryBuilder<Builder, DfsRepository> {
    @Override
    public DfsRepository build() throws IOException {
      throw new IOException("opened by its constructor");
    }
  }
}
