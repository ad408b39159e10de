package dev.slipway.git;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobPrefix;
import dev.slipway.blobs.StoredBlob;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.git.storage.GitStorageException;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.MaintenanceLease;
import dev.slipway.git.storage.Pack;
import dev.slipway.git.storage.PackName;
import dev.slipway.git.storage.PackReplacedException;
import dev.slipway.git.storage.PackStorage;
import dev.slipway.names.RepoKey;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jgit.internal.storage.dfs.DfsObjDatabase;
import org.eclipse.jgit.internal.storage.dfs.DfsPackCompactor;
import org.eclipse.jgit.internal.storage.dfs.DfsPackFile;
import org.eclipse.jgit.lib.NullProgressMonitor;

/**
 * Keeps repositories quick: every commit by the API makes a pack, and a read may have to look into
 * each. Safe beside requests: packs are replaced in one step that checks, and go some time after.
 * Thread-safe.
 */
public final class RepoMaintenance {

  /** A repository with more live packs than this is compacted. */
  public static final int CROWDED_ABOVE = 20;

  /** How long a replaced pack stays: longer than the longest request that may still read it. */
  public static final Duration GRACE = Duration.ofHours(6);

  private static final Duration LEASE = Duration.ofMinutes(10);

  private final PackStorage storage;

  RepoMaintenance(PackStorage storage) {
    this.storage = storage;
  }

  /**
   * Joins all packs of a repository into one, if nobody else is at it.
   *
   * @return whether it was done
   */
  public boolean compact(RepoKey key, GitCatalog catalog) {
    Optional<MaintenanceLease> lease = catalog.lease(LEASE);
    if (lease.isEmpty()) {
      return false;
    }
    try (MaintenanceLease _ = lease.get();
        HubRepository repository = new HubRepository(key, storage, catalog)) {
      DfsPackCompactor compactor = new DfsPackCompactor(repository);
      DfsObjDatabase objects = repository.getObjectDatabase();
      for (DfsPackFile pack : objects.getPacks()) {
        compactor.add(pack);
      }
      compactor.compact(NullProgressMonitor.INSTANCE);
      return true;
    } catch (PackReplacedException _) {
      return false;
    } catch (IOException e) {
      throw new GitStorageException("compacting " + key, e);
    }
  }

  /** Removes packs that were replaced longer ago than {@link #GRACE}: files first, then rows. */
  public void removeReplaced(RepoKey key, GitCatalog catalog) {
    List<Pack> old = catalog.replacedBefore(storage.clock().instant().minus(GRACE));
    Set<PackName> gone = new HashSet<>();
    for (Pack pack : old) {
      for (String extension : pack.files().sizes().keySet()) {
        storage.blobs().delete(BlobKey.pack(key, pack.name() + "." + extension));
      }
      gone.add(pack.name());
    }
    if (!gone.isEmpty()) {
      catalog.forget(gone);
    }
  }

  /** Removes every pack of a repository that is no more. */
  public void removeAll(RepoKey key) {
    try (Stream<StoredBlob> files = storage.blobs().list(BlobPrefix.packs(key))) {
      files.map(StoredBlob::key).toList().forEach(storage.blobs()::delete);
    }
  }
}
