package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All SQL of which repository holds which blob. Who does not hold a blob does not reach it. */
public final class RepoBlobStore {

  /** How many blobs one query asks for; databases limit its parameters. */
  private static final int BLOBS_A_QUERY = 1_000;

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

  /** One of the blobs that the repository does not hold, if there is one. */
  public Optional<BlobId> missing(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    List<BlobId> all = List.copyOf(blobs);
    for (int at = 0; at < all.size(); at += BLOBS_A_QUERY) {
      List<BlobId> some = all.subList(at, Math.min(at + BLOBS_A_QUERY, all.size()));
      Set<BlobId> held = sizes(tx, repo, some).keySet();
      Optional<BlobId> missing = some.stream().filter(blob -> !held.contains(blob)).findFirst();
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  /** Where the bytes are of those of the blobs that the repository holds; one query. */
  public Map<BlobId, HeldBlob> held(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    Map<BlobId, HeldBlob> held = new HashMap<>();
    if (!blobs.isEmpty()) {
      tx.handle()
          .createQuery(
              """
              SELECT sha256, size, is_whole, xet_hash FROM repo_blob
              WHERE repo_key = :repo AND sha256 IN (<blobs>)
              """)
          .bind("repo", repo.hex())
          .bindList("blobs", blobs.stream().map(BlobId::hex).distinct().toList())
          .map((row, _) -> Map.entry(row.getString("sha256"), held(row)))
          .forEach(row -> held.put(new BlobId(row.getKey()), row.getValue()));
    }
    return held;
  }

  private static HeldBlob held(ResultSet row) throws SQLException {
    return new HeldBlob(
        new ByteCount(row.getLong("size")),
        row.getInt("is_whole") == 1,
        Optional.ofNullable(row.getString("xet_hash")).map(hash -> XetHash.parse(hash).orThrow()));
  }

  /** Notes that the repository holds a blob, which is in the blob store already. */
  public void add(Tx tx, RepoKey repo, BlobId blob, BlobFacts facts) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO repo_blob (repo_key, sha256, size, added_at)
            VALUES (:repo, :blob, :size, :at)
            ON CONFLICT (repo_key, sha256) DO UPDATE SET is_whole = 1
            """)
        .bind("repo", repo.hex())
        .bind("blob", blob.hex())
        .bind("size", facts.size().bytes())
        .bind("at", facts.addedAt().toEpochMilli())
        .execute();
  }

  /** Notes that the repository holds a blob in chunks, as a file that it has already. */
  public void addChunked(Tx tx, RepoKey repo, BlobId blob, BlobFacts facts, XetHash file) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO repo_blob (repo_key, sha256, size, added_at, is_whole, xet_hash)
            VALUES (:repo, :blob, :size, :at, 0, :file)
            ON CONFLICT (repo_key, sha256) DO UPDATE
              SET xet_hash = COALESCE(repo_blob.xet_hash, excluded.xet_hash)
            """)
        .bind("repo", repo.hex())
        .bind("blob", blob.hex())
        .bind("size", facts.size().bytes())
        .bind("at", facts.addedAt().toEpochMilli())
        .bind("file", file.toString())
        .execute();
  }

  /** Some of the blobs that the repository holds, in the order of their ids. */
  public List<ListedBlob> list(Tx tx, RepoKey repo, BlobQuery query) {
    return tx.handle()
        .createQuery(
            """
            SELECT sha256, size, is_whole, xet_hash, added_at FROM repo_blob
            WHERE repo_key = :repo AND sha256 > :after
              AND (:chunked = -1 OR :chunked = CASE WHEN xet_hash IS NULL THEN 0 ELSE 1 END)
            ORDER BY sha256 LIMIT :limit
            """)
        .bind("repo", repo.hex())
        .bind("after", query.after())
        .bind("chunked", query.isChunked().map(chunked -> chunked ? 1 : 0).orElse(-1))
        .bind("limit", query.limit())
        .map((row, _) ->
            new ListedBlob(
                new BlobId(row.getString("sha256")),
                held(row),
                Instant.ofEpochMilli(row.getLong("added_at"))))
        .list();
  }

  /**
   * Which blobs are listed.
   *
   * @param after the id behind which it goes on; empty at the beginning
   * @param isChunked only those that the repository has in chunks, or only the others
   */
  public record BlobQuery(String after, Optional<Boolean> isChunked, int limit) {}

  /** A blob of a list, and since when the repository holds it. */
  public record ListedBlob(BlobId id, HeldBlob held, Instant addedAt) {}

  /** What is noted beside a blob. */
  public record BlobFacts(ByteCount size, Instant addedAt) {}

  /**
   * A blob that a repository holds.
   *
   * @param isWhole whether it is in the blob store as it is
   * @param file under which hash the repository has it in chunks, if it has
   */
  public record HeldBlob(ByteCount size, boolean isWhole, Optional<XetHash> file) {}
}
