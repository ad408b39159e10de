package dev.slipway.repos;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** All SQL of which repository holds which blob. Who does not hold a blob does not reach it. */
public final class RepoBlobStore {

  /** The size of a blob that the repository holds. */
  public Optional<ByteCount> size(Tx tx, RepoKey repo, BlobId blob) {
    return tx.handle()
        .createQuery("SELECT size FROM repo_blob WHERE repo_key = :repo AND sha256 = :blob")
        .bind("repo", repo.hex())
        .bind("blob", blob.hex())
        .mapTo(Long.class)
        .findOne()
        .map(ByteCount::new);
  }

  /** Those of the blobs that the repository holds, with their sizes; one query. */
  public Map<BlobId, ByteCount> sizes(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    Map<BlobId, ByteCount> held = new HashMap<>();
    if (!blobs.isEmpty()) {
      tx.handle()
          .createQuery(
              "SELECT sha256, size FROM repo_blob WHERE repo_key = :repo AND sha256 IN (<blobs>)")
          .bind("repo", repo.hex())
          .bindList("blobs", blobs.stream().map(BlobId::hex).distinct().toList())
          .map((row, _) -> Map.entry(row.getString("sha256"), row.getLong("size")))
          .forEach(row -> held.put(new BlobId(row.getKey()), new ByteCount(row.getValue())));
    }
    return held;
  }

  /** Notes that the repository holds a blob, which is in the blob store already. */
  public void add(Tx tx, RepoKey repo, BlobId blob, BlobFacts facts) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO repo_blob (repo_key, sha256, size, added_at)
            VALUES (:repo, :blob, :size, :at) ON CONFLICT DO NOTHING
            """)
        .bind("repo", repo.hex())
        .bind("blob", blob.hex())
        .bind("size", facts.size().bytes())
        .bind("at", facts.addedAt().toEpochMilli())
        .execute();
  }

  /** What is noted beside a blob. */
  public record BlobFacts(ByteCount size, Instant addedAt) {}
}
