package dev.slipway.lfs;

import dev.slipway.contents.RepoBlobStore;
import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import java.util.Collection;
import java.util.Map;

/**
 * Which objects a repository holds; others do not exist for its callers, whatever the store has.
 */
final class HeldObjects {

  private final Database database;
  private final RepoBlobStore store = new RepoBlobStore();

  HeldObjects(Database database) {
    this.database = database;
  }

  Map<BlobId, ByteCount> sizes(RepoKey repo, Collection<BlobId> ids) {
    return database.read(tx -> store.sizes(tx, repo, ids));
  }
}
