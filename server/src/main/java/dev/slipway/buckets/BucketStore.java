package dev.slipway.buckets;

import dev.slipway.access.UserId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Tx;
import dev.slipway.xet.hashing.XetHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** All SQL of what is in buckets. */
final class BucketStore {

  /**
   * The character behind the slash: what is in a folder lies before the folder's name with this.
   */
  static final char BEHIND_SLASH = '/' + 1;

  /** How much is in a bucket. */
  record Totals(long files, ByteCount size) {}

  /** A bucket and how much is in it. */
  record Listed(Repo bucket, Totals totals) {}

  /**
   * A part of the list of an account's buckets.
   *
   * @param viewer who looks, and sees the private ones of their own accounts
   * @param only the one private bucket that a CI job may see
   * @param search a part of the name in small letters
   * @param after the folded name behind which it goes on
   */
  record ListQuery(
      Namespace owner,
      Optional<UserId> viewer,
      Optional<RepoKey> only,
      String search,
      String after,
      int limit) {}

  /** Puts a file at its path, in place of what was there. */
  void put(Tx tx, RepoKey bucket, BucketFile file) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO bucket_file (repo_key, path, xet_hash, size, modified_at, uploaded_at)
            VALUES (:bucket, :path, :file, :size, :modified, :uploaded)
            ON CONFLICT (repo_key, path) DO UPDATE SET xet_hash = excluded.xet_hash,
              size = excluded.size, modified_at = excluded.modified_at,
              uploaded_at = excluded.uploaded_at
            """)
        .bind("bucket", bucket.hex())
        .bind("path", file.path().text())
        .bind("file", file.file().toString())
        .bind("size", file.size().bytes())
        .bind("modified", file.modifiedAt().toEpochMilli())
        .bind("uploaded", file.uploadedAt().toEpochMilli())
        .execute();
  }

  /** Removes what is at a path, if there is something. */
  void delete(Tx tx, RepoKey bucket, RepoPath path) {
    tx.handle()
        .createUpdate("DELETE FROM bucket_file WHERE repo_key = :bucket AND path = :path")
        .bind("bucket", bucket.hex())
        .bind("path", path.text())
        .execute();
  }

  /** What is at those of the paths where there is something; one query. */
  List<BucketFile> find(Tx tx, RepoKey bucket, Collection<String> paths) {
    return paths.isEmpty()
        ? List.of()
        : tx.handle()
            .createQuery(
                """
                SELECT * FROM bucket_file WHERE repo_key = :bucket AND path IN (<paths>)
                ORDER BY path
                """)
            .bind("bucket", bucket.hex())
            .bindList("paths", List.copyOf(paths))
            .map((row, _) -> file(row))
            .list();
  }

  /** The files from {@code from} on, itself included, and before {@code end}, in order of path. */
  List<BucketFile> list(Tx tx, RepoKey bucket, String from, String end, int limit) {
    return tx.handle()
        .createQuery(
            """
            SELECT * FROM bucket_file WHERE repo_key = :bucket AND path >= :from AND path < :end
            ORDER BY path LIMIT :limit
            """)
        .bind("bucket", bucket.hex())
        .bind("from", from)
        .bind("end", end)
        .bind("limit", limit)
        .map((row, _) -> file(row))
        .list();
  }

  /**
   * A file that stands where a file at this path needs a folder, or the other way round; the one
   * with the first path.
   */
  Optional<String> conflict(Tx tx, RepoKey bucket, RepoPath path) {
    String text = path.text();
    List<String> folders = new ArrayList<>();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      folders.add(text.substring(0, end));
    }
    return find(tx, bucket, folders).stream()
        .findFirst()
        .or(() -> list(tx, bucket, text + "/", text + BEHIND_SLASH, 1).stream().findFirst())
        .map(file -> file.path().text());
  }

  Totals totals(Tx tx, RepoKey bucket) {
    return tx.handle()
        .createQuery(
            """
            SELECT COUNT(*) AS files, COALESCE(SUM(size), 0) AS size FROM bucket_file
            WHERE repo_key = :bucket
            """)
        .bind("bucket", bucket.hex())
        .map((row, _) -> totals(row))
        .one();
  }

  /** The buckets of an account that somebody may see, by name. */
  List<Listed> list(Tx tx, ListQuery query) {
    return tx.handle()
        .createQuery(
            """
            SELECT r.*, o.name AS owner_name,
              (SELECT COUNT(*) FROM bucket_file f WHERE f.repo_key = r.key) AS files,
              (SELECT COALESCE(SUM(f.size), 0) FROM bucket_file f WHERE f.repo_key = r.key) AS size
            FROM repo r JOIN account o ON o.id = r.owner_id
            WHERE r.type = 'bucket' AND o.folded_name = :owner AND r.folded_name > :after
              AND r.folded_name LIKE :search ESCAPE '!'
              AND (r.is_private = 0 OR r.owner_id = :viewer OR r.key = :only OR EXISTS
                (SELECT 1 FROM member m WHERE m.org_id = r.owner_id AND m.user_id = :viewer))
            ORDER BY r.folded_name LIMIT :limit
            """)
        .bind("owner", query.owner().folded())
        .bind("after", query.after())
        .bind("search", "%" + literally(query.search()) + "%")
        .bind("viewer", query.viewer().map(UserId::hex).orElse(""))
        .bind("only", query.only().map(RepoKey::hex).orElse(""))
        .bind("limit", query.limit())
        .map((row, _) -> new Listed(RepoStore.repo(row), totals(row)))
        .list();
  }

  private static String literally(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }

  private static Totals totals(ResultSet row) throws SQLException {
    return new Totals(row.getLong("files"), new ByteCount(row.getLong("size")));
  }

  private static BucketFile file(ResultSet row) throws SQLException {
    return new BucketFile(
        new RepoPath(row.getString("path")),
        XetHash.parse(row.getString("xet_hash")).orThrow(),
        new ByteCount(row.getLong("size")),
        Instant.ofEpochMilli(row.getLong("modified_at")),
        Instant.ofEpochMilli(row.getLong("uploaded_at")));
  }
}
