package dev.slipway.profiles;

import dev.slipway.git.storage.PackFiles;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL of what repositories say of themselves, as lists need it. */
final class ProfileStore {

  /** Largest card that lists keep, in characters of JSON; a larger one is read from git alone. */
  private static final int MAX_CARD_CHARACTERS = 64 * 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A repository whose default branch has moved since it was described. */
  record Stale(RepoKey key, CommitId head) {}

  /** The repositories that changed since then and are not described as they are now. */
  List<Stale> stale(Tx tx, Instant since, int limit) {
    return tx.handle()
        .createQuery(
            """
            SELECT r.key, g.commit_id FROM repo r
            JOIN git_ref g ON g.repo_key = r.key AND g.name = 'refs/heads/main'
            LEFT JOIN repo_profile p ON p.repo_key = r.key
            WHERE r.last_modified_at >= :since
              AND (p.commit_id IS NULL OR p.commit_id <> g.commit_id)
            ORDER BY r.last_modified_at LIMIT :limit
            """)
        .bind("since", since.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) ->
            new Stale(new RepoKey(row.getString("key")), new CommitId(row.getString("commit_id"))))
        .list();
  }

  /** Writes what a repository says at a commit; nothing happens if it is gone. */
  void save(Tx tx, Stale repo, Card card) {
    String data = JSON.writeValueAsString(card.data());
    int written =
        tx.handle()
            .createUpdate(
                """
                INSERT INTO repo_profile
                  (repo_key, commit_id, card, tags, pipeline_tag, library_name, sdk, storage)
                SELECT key, :commit, :card, :tags, :pipeline, :library, :sdk, :storage
                FROM repo WHERE key = :repo
                ON CONFLICT (repo_key) DO UPDATE SET
                  commit_id = excluded.commit_id, card = excluded.card, tags = excluded.tags,
                  pipeline_tag = excluded.pipeline_tag, library_name = excluded.library_name,
                  sdk = excluded.sdk, storage = excluded.storage
                """)
            .bind("repo", repo.key().hex())
            .bind("commit", repo.head().hex())
            .bind("card", data.length() > MAX_CARD_CHARACTERS ? "{}" : data)
            .bind("tags", JSON.writeValueAsString(card.tags()))
            .bind("pipeline", card.pipelineTag().orElse(null))
            .bind("library", card.libraryName().orElse(null))
            .bind("sdk", card.sdk().orElse(null))
            .bind("storage", storage(tx, repo.key()))
            .execute();
    if (written == 1) {
      saveTags(tx, repo.key(), Set.copyOf(card.tags()));
    }
  }

  private static void saveTags(Tx tx, RepoKey repo, Set<String> tags) {
    tx.handle()
        .createUpdate("DELETE FROM repo_tag WHERE repo_key = :repo")
        .bind("repo", repo.hex())
        .execute();
    for (String tag : tags) {
      tx.handle()
          .createUpdate("INSERT INTO repo_tag (repo_key, tag) VALUES (:repo, :tag)")
          .bind("repo", repo.hex())
          .bind("tag", tag)
          .execute();
    }
  }

  /** How many bytes a repository takes: its blobs, and its packs. */
  long storage(Tx tx, RepoKey repo) {
    long blobs =
        tx.handle()
            .createQuery("SELECT COALESCE(SUM(size), 0) FROM repo_blob WHERE repo_key = :repo")
            .bind("repo", repo.hex())
            .mapTo(Long.class)
            .one();
    List<String> packs =
        tx.handle()
            .createQuery(
                "SELECT files FROM git_pack WHERE repo_key = :repo AND replaced_at IS NULL")
            .bind("repo", repo.hex())
            .mapTo(String.class)
            .list();
    return blobs + packs.stream().mapToLong(files -> PackFiles.parse(files).total().bytes()).sum();
  }

  /** The card of a row of {@code repo_profile}, blank where there is none yet. */
  static Card card(java.sql.ResultSet row) throws java.sql.SQLException {
    String tags = row.getString("tags");
    if (tags == null) {
      return Card.BLANK;
    }
    return new Card(
        JSON.readValue(row.getString("card"), new TypeReference<>() {}),
        JSON.readValue(tags, new TypeReference<>() {}),
        Optional.ofNullable(row.getString("pipeline_tag")),
        Optional.ofNullable(row.getString("library_name")),
        Optional.ofNullable(row.getString("profile_sdk")));
  }
}
