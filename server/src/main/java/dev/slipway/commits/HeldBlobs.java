package dev.slipway.commits;

import dev.slipway.contents.RepoBlobStore;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.repos.OpenRepo;
import dev.slipway.sql.Database;
import java.util.Optional;

/** The blobs that a repository holds because they were uploaded to it. */
final class HeldBlobs {

  private final Database database;
  private final RepoBlobStore store;

  HeldBlobs(Database database, RepoBlobStore store) {
    this.database = database;
    this.store = store;
  }

  /** How large a blob is that the repository holds; empty for all others. */
  Optional<ByteCount> size(OpenRepo repo, BlobId blob) {
    return database.read(tx -> store.size(tx, repo.repo().key(), blob));
  }
}
