package dev.slipway.commits;

import dev.slipway.contents.RepoBlobStore;
import dev.slipway.git.lfs.LfsPointer;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.repos.OpenRepo;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The blobs that a repository holds because they were uploaded to it. */
final class HeldBlobs {

  private final Database database;
  private final RepoBlobStore store;

  HeldBlobs(Database database, RepoBlobStore store) {
    this.database = database;
    this.store = store;
  }

  /** The sizes of those of the blobs that the repository holds; one query. */
  Map<BlobId, ByteCount> sizes(OpenRepo repo, Collection<BlobId> blobs) {
    return database.read(tx -> store.sizes(tx, repo.repo().key(), blobs));
  }

  /** Why a commit cannot refer to what it does: some of it was held, and was deleted meanwhile. */
  Optional<String> refusal(Tx tx, OpenRepo repo, Collection<LfsPointer> pointers) {
    return store
        .missing(tx, repo.repo().key(), pointers.stream().map(LfsPointer::blob).toList())
        .map(blob -> blob + " was deleted from this repository meanwhile.");
  }

  /** How large a blob is that the repository holds; empty for all others. */
  Optional<ByteCount> size(OpenRepo repo, BlobId blob) {
    return database.read(tx -> store.size(tx, repo.repo().key(), blob));
  }
}
