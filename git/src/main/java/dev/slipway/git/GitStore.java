package dev.slipway.git;

import dev.slipway.blobs.BlobStore;
import dev.slipway.git.change.CommitLocks;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.git.storage.HubRepository;
import dev.slipway.git.storage.PackStorage;
import dev.slipway.names.RepoKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** All repositories of this hub. One a process, because JGit's cache is; thread-safe. */
public final class GitStore {

  private final PackStorage storage;
  private final CommitLocks locks = new CommitLocks();

  /**
   * Keeps packs in {@code blobs}, and files that are not finished in the folder {@code spool},
   * which is best on the same file system.
   */
  public GitStore(BlobStore blobs, Path spool, InstantSource clock, SecureRandom random) {
    this.storage = new PackStorage(blobs, spool, clock, random);
  }

  /**
   * Opens a repository for one request on one thread. Reads nothing yet; a repository without rows
   * is simply empty.
   */
  public GitRepository open(RepoKey key, GitCatalog catalog) {
    return new GitRepository(new HubRepository(key, storage, catalog), storage, locks);
  }

  /** What keeps repositories quick and gives space back. */
  public RepoMaintenance maintenance() {
    return new RepoMaintenance(storage);
  }
}
