package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All SQL of the files that a repository has in chunks. */
final class XetFileStore {

  /** How many hashes one query asks for; databases limit its parameters. */
  private static final int HASHES_A_QUERY = 1_000;

  /**
   * Notes a file; one that the repository has already keeps its terms, and may learn its SHA-256.
   */
  void insert(Tx tx, RepoKey repo, XetFile file, Instant at) {
    int inserted =
        tx.handle()
            .createUpdate(
                """
                INSERT INTO xet_file (repo_key, hash, size, sha256, terms, added_at)
                VALUES (:repo, :hash, :size, :sha256, :terms, :at) ON CONFLICT DO NOTHING
                """)
            .bind("repo", repo.hex())
            .bind("hash", file.hash().toString())
            .bind("size", file.size().bytes())
            .bind("sha256", file.sha256().map(BlobId::hex).orElse(null))
            .bind("terms", file.terms().encode())
            .bind("at", at.toEpochMilli())
            .execute();
    if (inserted == 1) {
      file.terms().xorbs().forEach(xorb -> insertNeed(tx, repo, file.hash(), xorb));
    } else {
      file.sha256().ifPresent(digest -> learn(tx, repo, file.hash(), digest));
    }
  }

  private static void learn(Tx tx, RepoKey repo, XetHash file, BlobId digest) {
    tx.handle()
        .createUpdate(
            "UPDATE xet_file SET sha256 = :sha256 WHERE repo_key = :repo AND hash = :hash")
        .bind("sha256", digest.hex())
        .bind("repo", repo.hex())
        .bind("hash", file.toString())
        .execute();
  }

  private static void insertNeed(Tx tx, RepoKey repo, XetHash file, XetHash xorb) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO xet_file_xorb (repo_key, file_hash, xorb) VALUES (:repo, :file, :xorb)
            ON CONFLICT DO NOTHING
            """)
        .bind("repo", repo.hex())
        .bind("file", file.toString())
        .bind("xorb", xorb.toString())
        .execute();
  }

  /**
   * The other xorbs that files need which need this one, of these repositories; at most so many.
   */
  List<XetHash> neighbours(Tx tx, XetHash xorb, Collection<RepoKey> repos, int limit) {
    return tx.handle()
        .createQuery(
            """
            SELECT DISTINCT other.xorb FROM xet_file_xorb this
            JOIN xet_file_xorb other
              ON other.repo_key = this.repo_key AND other.file_hash = this.file_hash
            WHERE this.xorb = :xorb AND this.repo_key IN (<repos>) AND other.xorb <> :xorb
            LIMIT :limit
            """)
        .bind("xorb", xorb.toString())
        .bindList("repos", repos.stream().map(RepoKey::hex).toList())
        .bind("limit", limit)
        .mapTo(String.class)
        .map(hash -> XetHash.parse(hash).orThrow())
        .list();
  }

  /** How large the file of this hash is, if the repository has it. */
  Optional<ByteCount> size(Tx tx, RepoKey repo, XetHash hash) {
    return tx.handle()
        .createQuery("SELECT size FROM xet_file WHERE repo_key = :repo AND hash = :hash")
        .bind("repo", repo.hex())
        .bind("hash", hash.toString())
        .mapTo(Long.class)
        .findOne()
        .map(ByteCount::new);
  }

  /** The file of this hash, if the repository has it. */
  Optional<XetFile> find(Tx tx, RepoKey repo, XetHash hash) {
    return tx.handle()
        .createQuery("SELECT * FROM xet_file WHERE repo_key = :repo AND hash = :hash")
        .bind("repo", repo.hex())
        .bind("hash", hash.toString())
        .map((row, _) -> file(row))
        .findOne();
  }

  /**
   * Since when the repository has the file of this hash. If it was removed and came again, that is
   * another time, and its terms may be others.
   */
  Optional<Instant> addedAt(Tx tx, RepoKey repo, XetHash hash) {
    return tx.handle()
        .createQuery("SELECT added_at FROM xet_file WHERE repo_key = :repo AND hash = :hash")
        .bind("repo", repo.hex())
        .bind("hash", hash.toString())
        .mapTo(Long.class)
        .findOne()
        .map(Instant::ofEpochMilli);
  }

  /**
   * The SHA-256 of those of the files of which it was computed in any repository: one file hash has
   * one content.
   */
  Map<XetHash, BlobId> digests(Tx tx, Collection<XetHash> files) {
    Map<XetHash, BlobId> digests = new HashMap<>();
    List<String> left = new ArrayList<>(files.stream().map(XetHash::toString).distinct().toList());
    while (!left.isEmpty()) {
      List<String> some = left.subList(0, Math.min(HASHES_A_QUERY, left.size()));
      tx.handle()
          .createQuery(
              """
              SELECT hash, MIN(sha256) AS sha256 FROM xet_file
              WHERE sha256 IS NOT NULL AND hash IN (<hashes>) GROUP BY hash
              """)
          .bindList("hashes", some)
          .map((row, _) -> Map.entry(row.getString("hash"), row.getString("sha256")))
          .forEach(row ->
              digests.put(XetHash.parse(row.getKey()).orThrow(), new BlobId(row.getValue())));
      some.clear();
    }
    return digests;
  }

  private static XetFile file(ResultSet row) throws SQLException {
    return new XetFile(
        XetHash.parse(row.getString("hash")).orThrow(),
        Optional.ofNullable(row.getString("sha256")).map(BlobId::new),
        Terms.decode(row.getBytes("terms")).orThrow());
  }
}
