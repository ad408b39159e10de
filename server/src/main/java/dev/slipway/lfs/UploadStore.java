package dev.slipway.lfs;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of uploads in parts. */
final class UploadStore {

  void insert(Tx tx, PartedUpload upload, RepoKey repo, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO lfs_upload (id, repo_key, sha256, size, part_size, created_at)
            VALUES (:id, :repo, :sha256, :size, :part, :at)
            """)
        .bind("id", upload.id())
        .bind("repo", repo.hex())
        .bind("sha256", upload.object().id().hex())
        .bind("size", upload.object().size().bytes())
        .bind("part", upload.partSize().bytes())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  Optional<PartedUpload> find(Tx tx, String id) {
    return tx.handle()
        .createQuery("SELECT * FROM lfs_upload WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> upload(row))
        .findOne();
  }

  List<PartedUpload> olderThan(Tx tx, Instant limit, int count) {
    return tx.handle()
        .createQuery(
            "SELECT * FROM lfs_upload WHERE created_at < :limit ORDER BY created_at LIMIT :count")
        .bind("limit", limit.toEpochMilli())
        .bind("count", count)
        .map((row, _) -> upload(row))
        .list();
  }

  void delete(Tx tx, String id) {
    tx.handle().createUpdate("DELETE FROM lfs_upload WHERE id = :id").bind("id", id).execute();
  }

  private static PartedUpload upload(ResultSet row) throws SQLException {
    LfsObject object =
        new LfsObject(new BlobId(row.getString("sha256")), new ByteCount(row.getLong("size")));
    return new PartedUpload(row.getString("id"), object, new ByteCount(row.getLong("part_size")));
  }
}
