package dev.slipway.commits;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.util.Optional;

/** Reads which blobs a repository holds. */
final class HeldBlobStore {

  Optional<ByteCount> size(Tx tx, RepoKey repo, BlobId blob) {
    return tx.handle()
        .createQuery("SELECT size FROM repo_blob WHERE repo_key = :repo AND sha256 = :blob")
        .bind("repo", repo.hex())
        .bind("blob", blob.hex())
        .mapTo(Long.class)
        .findOne()
        .map(ByteCount::new);
  }
}
