package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.xet.Terms;
import dev.slipway.xet.hashing.XetHash;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.statement.Update;

/** All SQL by which a repository is given what another one holds, or gives it up. */
final class HoldingStore {

  /** From one repository to another, at some time. */
  record Passage(RepoKey from, RepoKey to, Instant at) {

    private Update bind(Update statement) {
      return statement.bind("from", from.hex()).bind("to", to.hex()).bind("at", at.toEpochMilli());
    }
  }

  void copyBlobs(Tx tx, Passage passage, Collection<BlobId> blobs) {
    passage
        .bind(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO repo_blob (repo_key, sha256, size, added_at, is_whole, xet_hash)
                    SELECT :to, sha256, size, :at, is_whole, xet_hash FROM repo_blob
                    WHERE repo_key = :from AND sha256 IN (<blobs>)
                    ON CONFLICT (repo_key, sha256) DO UPDATE SET
                      is_whole = CASE repo_blob.is_whole WHEN 1 THEN 1 ELSE excluded.is_whole END,
                      xet_hash = COALESCE(repo_blob.xet_hash, excluded.xet_hash)
                    """))
        .bindList("blobs", hexOf(blobs))
        .execute();
  }

  /** The files that these blobs are in chunks. */
  List<XetHash> files(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    return tx.handle()
        .createQuery(
            """
            SELECT DISTINCT xet_hash FROM repo_blob
            WHERE repo_key = :repo AND sha256 IN (<blobs>) AND xet_hash IS NOT NULL
            """)
        .bind("repo", repo.hex())
        .bindList("blobs", hexOf(blobs))
        .mapTo(String.class)
        .map(hash -> XetHash.parse(hash).orThrow())
        .list();
  }

  /** Copies files with what they need; one that is there already keeps its terms and needs. */
  void copyFiles(Tx tx, Passage passage, Collection<XetHash> files) {
    passage
        .bind(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO xet_file (repo_key, hash, size, sha256, terms, added_at)
                    SELECT :to, hash, size, sha256, terms, :at FROM xet_file
                    WHERE repo_key = :from AND hash IN (<files>)
                    ON CONFLICT (repo_key, hash) DO UPDATE
                      SET sha256 = COALESCE(xet_file.sha256, excluded.sha256)
                    """))
        .bindList("files", textOf(files))
        .execute();
    tx.handle()
        .createUpdate(
            """
            INSERT INTO xet_file_xorb (repo_key, file_hash, xorb)
            SELECT :to, n.file_hash, n.xorb FROM xet_file_xorb n
            WHERE n.repo_key = :from AND n.file_hash IN (<files>) AND NOT EXISTS
              (SELECT 1 FROM xet_file_xorb m
               WHERE m.repo_key = :to AND m.file_hash = n.file_hash)
            """)
        .bind("from", passage.from().hex())
        .bind("to", passage.to().hex())
        .bindList("files", textOf(files))
        .execute();
  }

  /** Where the content of these files is. */
  List<Terms> terms(Tx tx, RepoKey repo, Collection<XetHash> files) {
    return tx.handle()
        .createQuery("SELECT terms FROM xet_file WHERE repo_key = :repo AND hash IN (<files>)")
        .bind("repo", repo.hex())
        .bindList("files", textOf(files))
        .map((row, _) -> Terms.decode(row.getBytes("terms")).orThrow())
        .list();
  }

  /** The files that these blobs are in chunks, or that have the same content under other hashes. */
  List<XetHash> allFiles(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    return tx.handle()
        .createQuery(
            """
            SELECT hash FROM xet_file WHERE repo_key = :repo AND (sha256 IN (<blobs>) OR hash IN
              (SELECT xet_hash FROM repo_blob WHERE repo_key = :repo AND sha256 IN (<blobs>)))
            """)
        .bind("repo", repo.hex())
        .bindList("blobs", hexOf(blobs))
        .mapTo(String.class)
        .map(hash -> XetHash.parse(hash).orThrow())
        .list();
  }

  void removeBlobs(Tx tx, RepoKey repo, Collection<BlobId> blobs) {
    tx.handle()
        .createUpdate("DELETE FROM repo_blob WHERE repo_key = :repo AND sha256 IN (<blobs>)")
        .bind("repo", repo.hex())
        .bindList("blobs", hexOf(blobs))
        .execute();
  }

  /** Removes files, and the note of what they need. */
  void removeFiles(Tx tx, RepoKey repo, Collection<XetHash> files) {
    tx.handle()
        .createUpdate("DELETE FROM xet_file WHERE repo_key = :repo AND hash IN (<files>)")
        .bind("repo", repo.hex())
        .bindList("files", textOf(files))
        .execute();
  }

  /** The repository reaches nothing of this xorb any more. */
  void removeReach(Tx tx, RepoKey repo, XetHash xorb) {
    tx.handle()
        .createUpdate("DELETE FROM xet_reach WHERE repo_key = :repo AND xorb = :xorb")
        .bind("repo", repo.hex())
        .bind("xorb", xorb.toString())
        .execute();
  }

  /** Where the content of those files is that need this xorb. */
  List<Terms> termsNeeding(Tx tx, RepoKey repo, XetHash xorb) {
    return tx.handle()
        .createQuery(
            """
            SELECT f.terms FROM xet_file_xorb n
            JOIN xet_file f ON f.repo_key = n.repo_key AND f.hash = n.file_hash
            WHERE n.xorb = :xorb AND n.repo_key = :repo
            """)
        .bind("repo", repo.hex())
        .bind("xorb", xorb.toString())
        .map((row, _) -> Terms.decode(row.getBytes("terms")).orThrow())
        .list();
  }

  private static List<String> hexOf(Collection<BlobId> blobs) {
    return blobs.stream().map(BlobId::hex).toList();
  }

  private static List<String> textOf(Collection<XetHash> files) {
    return files.stream().map(XetHash::toString).toList();
  }
}
