package dev.slipway.repos;

import dev.slipway.git.storage.GitObjectId;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.Pack;
import dev.slipway.git.storage.PackFiles;
import dev.slipway.git.storage.PackKind;
import dev.slipway.git.storage.PackName;
import dev.slipway.git.storage.RefName;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All SQL of references and packs. */
final class GitCatalogStore {

  List<GitRef> refs(Tx tx, RepoKey repo, String prefix) {
    return tx.handle()
        .createQuery(
            """
            SELECT name, target, commit_id FROM git_ref
            WHERE repo_key = :repo AND substr(name, 1, :length) = :prefix ORDER BY name
            """)
        .bind("repo", repo.hex())
        .bind("length", prefix.length())
        .bind("prefix", prefix)
        .map((row, _) -> ref(row))
        .list();
  }

  Optional<GitRef> ref(Tx tx, RepoKey repo, RefName name) {
    return tx.handle()
        .createQuery(
            "SELECT name, target, commit_id FROM git_ref WHERE repo_key = :repo AND name = :name")
        .bind("repo", repo.hex())
        .bind("name", name.text())
        .map((row, _) -> ref(row))
        .findOne();
  }

  /** An existing reference that is a folder of {@code name}, or for which it is one. */
  Optional<RefName> conflict(Tx tx, RepoKey repo, RefName name) {
    String below = name.text() + "/";
    return tx.handle()
        .createQuery(
            """
            SELECT name FROM git_ref
            WHERE repo_key = :repo
              AND (substr(name, 1, :length) = :below OR substr(:name, 1, length(name) + 1) = name || '/')
            ORDER BY name LIMIT 1
            """)
        .bind("repo", repo.hex())
        .bind("length", below.length())
        .bind("below", below)
        .bind("name", name.text())
        .mapTo(String.class)
        .findOne()
        .map(RefName::new);
  }

  boolean create(Tx tx, RepoKey repo, GitRef ref) {
    return tx.handle()
            .createUpdate(
                """
                INSERT INTO git_ref (repo_key, name, target, commit_id)
                VALUES (:repo, :name, :target, :commit) ON CONFLICT DO NOTHING
                """)
            .bind("repo", repo.hex())
            .bind("name", ref.name().text())
            .bind("target", ref.target().hex())
            .bind("commit", ref.commit().hex())
            .execute()
        == 1;
  }

  boolean move(Tx tx, RepoKey repo, GitRef from, GitRef to) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE git_ref SET target = :target, commit_id = :commit
                WHERE repo_key = :repo AND name = :name AND target = :from
                """)
            .bind("repo", repo.hex())
            .bind("name", to.name().text())
            .bind("target", to.target().hex())
            .bind("commit", to.commit().hex())
            .bind("from", from.target().hex())
            .execute()
        == 1;
  }

  boolean delete(Tx tx, RepoKey repo, GitRef ref) {
    return tx.handle()
            .createUpdate(
                "DELETE FROM git_ref WHERE repo_key = :repo AND name = :name AND target = :target")
            .bind("repo", repo.hex())
            .bind("name", ref.name().text())
            .bind("target", ref.target().hex())
            .execute()
        == 1;
  }

  List<Pack> packs(Tx tx, RepoKey repo) {
    return tx.handle()
        .createQuery("SELECT * FROM git_pack WHERE repo_key = :repo AND replaced_at IS NULL")
        .bind("repo", repo.hex())
        .map((row, _) -> pack(row))
        .list();
  }

  void insert(Tx tx, RepoKey repo, Collection<Pack> packs) {
    for (Pack pack : packs) {
      tx.handle()
          .createUpdate(
              """
              INSERT INTO git_pack (repo_key, name, kind, created_at, objects, files)
              VALUES (:repo, :name, :kind, :at, :objects, :files)
              """)
          .bind("repo", repo.hex())
          .bind("name", pack.name().text())
          .bind("kind", pack.kind().name())
          .bind("at", pack.createdAt().toEpochMilli())
          .bind("objects", pack.objects())
          .bind("files", pack.files().toString())
          .execute();
    }
  }

  boolean retire(Tx tx, RepoKey repo, PackName pack, Instant at) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE git_pack SET replaced_at = :at
                WHERE repo_key = :repo AND name = :name AND replaced_at IS NULL
                """)
            .bind("at", at.toEpochMilli())
            .bind("repo", repo.hex())
            .bind("name", pack.text())
            .execute()
        == 1;
  }

  List<Pack> replacedBefore(Tx tx, RepoKey repo, Instant limit) {
    return tx.handle()
        .createQuery("SELECT * FROM git_pack WHERE repo_key = :repo AND replaced_at < :limit")
        .bind("repo", repo.hex())
        .bind("limit", limit.toEpochMilli())
        .map((row, _) -> pack(row))
        .list();
  }

  void forget(Tx tx, RepoKey repo, Collection<PackName> packs) {
    for (PackName pack : packs) {
      tx.handle()
          .createUpdate(
              """
              DELETE FROM git_pack
              WHERE repo_key = :repo AND name = :name AND replaced_at IS NOT NULL
              """)
          .bind("repo", repo.hex())
          .bind("name", pack.text())
          .execute();
    }
  }

  Set<PackName> known(Tx tx, RepoKey repo) {
    return new HashSet<>(
        tx.handle()
            .createQuery("SELECT name FROM git_pack WHERE repo_key = :repo")
            .bind("repo", repo.hex())
            .map((row, _) -> new PackName(row.getString("name")))
            .list());
  }

  /** The repositories with more live packs than {@code limit}, fullest first. */
  List<RepoKey> crowded(Tx tx, int limit, int count) {
    return tx.handle()
        .createQuery(
            """
            SELECT repo_key FROM git_pack WHERE replaced_at IS NULL
            GROUP BY repo_key HAVING count(*) > :limit ORDER BY count(*) DESC LIMIT :count
            """)
        .bind("limit", limit)
        .bind("count", count)
        .map((row, _) -> new RepoKey(row.getString("repo_key")))
        .list();
  }

  /** The repositories that have packs which were replaced before {@code limit}. */
  List<RepoKey> withTombstones(Tx tx, Instant limit, int count) {
    return tx.handle()
        .createQuery(
            """
            SELECT DISTINCT repo_key FROM git_pack WHERE replaced_at < :limit
            ORDER BY repo_key LIMIT :count
            """)
        .bind("limit", limit.toEpochMilli())
        .bind("count", count)
        .map((row, _) -> new RepoKey(row.getString("repo_key")))
        .list();
  }

  boolean lease(Tx tx, RepoKey repo, String holder, Instant now, Instant until) {
    return tx.handle()
            .createUpdate(
                """
                INSERT INTO git_lease (repo_key, holder, expires_at)
                VALUES (:repo, :holder, :until)
                ON CONFLICT (repo_key) DO UPDATE
                  SET holder = excluded.holder, expires_at = excluded.expires_at
                  WHERE git_lease.expires_at <= :now
                """)
            .bind("repo", repo.hex())
            .bind("holder", holder)
            .bind("until", until.toEpochMilli())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  void release(Tx tx, RepoKey repo, String holder) {
    tx.handle()
        .createUpdate("DELETE FROM git_lease WHERE repo_key = :repo AND holder = :holder")
        .bind("repo", repo.hex())
        .bind("holder", holder)
        .execute();
  }

  private static GitRef ref(ResultSet row) throws SQLException {
    return new GitRef(
        new RefName(row.getString("name")),
        new GitObjectId(row.getString("target")),
        new CommitId(row.getString("commit_id")));
  }

  private static Pack pack(ResultSet row) throws SQLException {
    return new Pack(
        new PackName(row.getString("name")),
        PackKind.valueOf(row.getString("kind")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getLong("objects"),
        PackFiles.parse(row.getString("files")));
  }
}
