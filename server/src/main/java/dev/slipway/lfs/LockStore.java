package dev.slipway.lfs;

import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of locks. */
final class LockStore {

  /**
   * Which locks: those behind {@code after} in the order of ids, with this path or id if one is
   * given.
   */
  record Query(String after, Optional<String> path, Optional<String> id, int limit) {}

  boolean insert(Tx tx, RepoKey repo, Lock lock) {
    return tx.handle()
            .createUpdate(
                """
                INSERT INTO lfs_lock (id, repo_key, path, owner, owner_name, locked_at)
                VALUES (:id, :repo, :path, :owner, :name, :at) ON CONFLICT DO NOTHING
                """)
            .bind("id", lock.id())
            .bind("repo", repo.hex())
            .bind("path", lock.path())
            .bind("owner", lock.owner())
            .bind("name", lock.ownerName())
            .bind("at", lock.lockedAt().toEpochMilli())
            .execute()
        == 1;
  }

  List<Lock> list(Tx tx, RepoKey repo, Query query) {
    return tx.handle()
        .createQuery(
            """
            SELECT * FROM lfs_lock
            WHERE repo_key = :repo AND id > :after
              AND (:path IS NULL OR path = :path) AND (:id IS NULL OR id = :id)
            ORDER BY id LIMIT :limit
            """)
        .bind("repo", repo.hex())
        .bind("after", query.after())
        .bind("path", query.path().orElse(null))
        .bind("id", query.id().orElse(null))
        .bind("limit", query.limit())
        .map((row, _) -> lock(row))
        .list();
  }

  void delete(Tx tx, RepoKey repo, String id) {
    tx.handle()
        .createUpdate("DELETE FROM lfs_lock WHERE repo_key = :repo AND id = :id")
        .bind("repo", repo.hex())
        .bind("id", id)
        .execute();
  }

  private static Lock lock(ResultSet row) throws SQLException {
    return new Lock(
        row.getString("id"),
        row.getString("path"),
        row.getString("owner"),
        row.getString("owner_name"),
        Instant.ofEpochMilli(row.getLong("locked_at")));
  }
}
