package dev.slipway.repos;

import dev.slipway.access.GateStatus;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.access.PublishingPolicy.Pause;
import dev.slipway.access.Role;
import dev.slipway.access.Standing;
import dev.slipway.access.UserId;
import dev.slipway.names.Ascii;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoName;
import dev.slipway.names.RepoType;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** All SQL of repositories and their former names. */
public final class RepoStore {

  private static final String SEEN_BY =
      """
      SELECT r.*, o.name AS owner_name, o.trusted_publishing AS owner_publishing,
        m.role AS member_role, q.status AS gate_status
      FROM repo r
      JOIN account o ON o.id = r.owner_id
      LEFT JOIN member m ON m.org_id = r.owner_id AND m.user_id = :user
      LEFT JOIN access_request q ON q.repo_key = r.key AND q.user_id = :user
      """;

  /** A repository, whose commits it takes, and how somebody stands to it. */
  record Seen(Repo repo, PublishingPolicy policy, Standing standing) {}

  /** The repository of this id, whatever the case of its letters, as seen by {@code user}. */
  Optional<Seen> find(Tx tx, RepoId id, Optional<UserId> user) {
    return tx.handle()
        .createQuery(
            SEEN_BY + " WHERE r.type = :type AND o.folded_name = :owner AND r.folded_name = :name")
        .bind("user", user.map(UserId::hex).orElse(""))
        .bind("type", id.type().word())
        .bind("owner", id.namespace().folded())
        .bind("name", id.name().folded())
        .map((row, _) -> seen(row, user))
        .findOne();
  }

  /** The repository of this key, as seen by {@code user}. */
  Optional<Seen> find(Tx tx, RepoKey key, Optional<UserId> user) {
    return tx.handle()
        .createQuery(SEEN_BY + " WHERE r.key = :key")
        .bind("user", user.map(UserId::hex).orElse(""))
        .bind("key", key.hex())
        .map((row, _) -> seen(row, user))
        .findOne();
  }

  /** The repository that used to have this id. */
  Optional<RepoKey> findFormer(Tx tx, RepoId id) {
    return tx.handle()
        .createQuery(
            """
            SELECT f.repo_key FROM former_name f JOIN account o ON o.id = f.owner_id
            WHERE f.type = :type AND o.folded_name = :owner AND f.folded_name = :name
            """)
        .bind("type", id.type().word())
        .bind("owner", id.namespace().folded())
        .bind("name", id.name().folded())
        .mapTo(String.class)
        .findOne()
        .map(RepoKey::new);
  }

  /** The repository of this id, or the one that used to have it, whoever asks. */
  public Optional<Repo> resolve(Tx tx, RepoId id) {
    Optional<Repo> now = find(tx, id, Optional.empty()).map(Seen::repo);
    return now.isPresent()
        ? now
        : findFormer(tx, id).flatMap(key -> find(tx, key, Optional.empty())).map(Seen::repo);
  }

  /** The repository of this key, whoever asks. */
  public Optional<Repo> find(Tx tx, RepoKey key) {
    return find(tx, key, Optional.empty()).map(Seen::repo);
  }

  void insert(Tx tx, Repo repo) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO repo
              (key, type, owner_id, name, folded_name, is_private, gate, sdk, created_by,
               created_at, last_modified_at)
            VALUES
              (:key, :type, :owner, :name, :folded, :private, :gate, :sdk, :by, :at, :at)
            """)
        .bind("key", repo.key().hex())
        .bind("type", repo.id().type().word())
        .bind("owner", repo.owner().hex())
        .bind("name", repo.id().name().text())
        .bind("folded", repo.id().name().folded())
        .bind("private", repo.isPrivate() ? 1 : 0)
        .bind("gate", repo.gate().word())
        .bind("sdk", repo.sdk().orElse(null))
        .bind("by", repo.createdBy().map(UserId::hex).orElse(null))
        .bind("at", repo.createdAt().toEpochMilli())
        .execute();
  }

  /** Writes what may be set of a repository. */
  public void update(Tx tx, Repo repo) {
    tx.handle()
        .createUpdate(
            """
            UPDATE repo SET is_private = :private, gate = :gate, members_gated = :membersGated,
              settings = :settings
            WHERE key = :key
            """)
        .bind("private", repo.isPrivate() ? 1 : 0)
        .bind("gate", repo.gate().word())
        .bind("membersGated", repo.membersAreGated() ? 1 : 0)
        .bind("settings", repo.settings())
        .bind("key", repo.key().hex())
        .execute();
  }

  /** Writes what a repository itself says of whose commits it takes. */
  public void setPolicy(Tx tx, RepoKey key, PublishingMode own, Optional<Pause> pause) {
    tx.handle()
        .createUpdate(
            """
            UPDATE repo SET trusted_publishing = :own, publishing_pause = :pause,
              publishing_paused_until = :until
            WHERE key = :key
            """)
        .bind("own", own.word())
        .bind("pause", pause.map(given -> given.mode().word()).orElse(null))
        .bind("until", pause.map(given -> given.until().toEpochMilli()).orElse(null))
        .bind("key", key.hex())
        .execute();
  }

  /** Ends the pauses of all repositories of an account; says how many there were. */
  public int endPauses(Tx tx, UserId owner) {
    return tx.handle()
        .createUpdate(
            """
            UPDATE repo SET publishing_pause = NULL, publishing_paused_until = NULL
            WHERE owner_id = :owner AND publishing_pause IS NOT NULL
            """)
        .bind("owner", owner.hex())
        .execute();
  }

  /** Notes that the files changed. */
  public void touch(Tx tx, RepoKey key, Instant at) {
    tx.handle()
        .createUpdate("UPDATE repo SET last_modified_at = :at WHERE key = :key")
        .bind("at", at.toEpochMilli())
        .bind("key", key.hex())
        .execute();
  }

  /**
   * Suspends the publishers of a repository, which belong to a room above this one: nothing may let
   * their jobs in between the move and what somebody else would do about it.
   */
  int suspendPublishers(Tx tx, RepoKey repo) {
    return tx.handle()
        .createUpdate("UPDATE publisher SET is_suspended = 1 WHERE repo_key = :repo")
        .bind("repo", repo.hex())
        .execute();
  }

  /**
   * Forgets what jobs the former owner's CI ran, which belongs to a room above this one as well.
   */
  void forgetAttempts(Tx tx, RepoKey repo) {
    tx.handle()
        .createUpdate("DELETE FROM exchange_attempt WHERE repo_key = :repo")
        .bind("repo", repo.hex())
        .execute();
  }

  void move(Tx tx, Repo from, RepoId to, UserId owner) {
    forgetFormer(tx, to.type(), owner, to.name());
    tx.handle()
        .createUpdate(
            """
            UPDATE repo SET owner_id = :owner, name = :name, folded_name = :folded WHERE key = :key
            """)
        .bind("owner", owner.hex())
        .bind("name", to.name().text())
        .bind("folded", to.name().folded())
        .bind("key", from.key().hex())
        .execute();
    tx.handle()
        .createUpdate(
            """
            INSERT INTO former_name (type, owner_id, folded_name, repo_key)
            VALUES (:type, :owner, :name, :key)
            ON CONFLICT (type, owner_id, folded_name) DO UPDATE SET repo_key = excluded.repo_key
            """)
        .bind("type", from.id().type().word())
        .bind("owner", from.owner().hex())
        .bind("name", from.id().name().folded())
        .bind("key", from.key().hex())
        .execute();
  }

  /** A repository that takes a name ends the redirect from it. */
  void forgetFormer(Tx tx, RepoType type, UserId owner, RepoName name) {
    tx.handle()
        .createUpdate(
            """
            DELETE FROM former_name
            WHERE type = :type AND owner_id = :owner AND folded_name = :name
            """)
        .bind("type", type.word())
        .bind("owner", owner.hex())
        .bind("name", name.folded())
        .execute();
  }

  /**
   * Deletes the row, and by it all that hangs on it; the key stays known for who collects its
   * packs.
   */
  void bury(Tx tx, RepoKey key, Instant at) {
    tx.handle()
        .createUpdate("INSERT INTO deleted_repo (key, deleted_at) VALUES (:key, :at)")
        .bind("key", key.hex())
        .bind("at", at.toEpochMilli())
        .execute();
    tx.handle().createUpdate("DELETE FROM repo WHERE key = :key").bind("key", key.hex()).execute();
  }

  /** Keys of repositories that were deleted before {@code limit}. */
  List<RepoKey> deletedBefore(Tx tx, Instant limit, int count) {
    return tx.handle()
        .createQuery(
            "SELECT key FROM deleted_repo WHERE deleted_at < :limit ORDER BY deleted_at LIMIT :count")
        .bind("limit", limit.toEpochMilli())
        .bind("count", count)
        .map((row, _) -> new RepoKey(row.getString("key")))
        .list();
  }

  /** Nothing is left of a deleted repository. */
  void forgetDeleted(Tx tx, RepoKey key) {
    tx.handle()
        .createUpdate("DELETE FROM deleted_repo WHERE key = :key")
        .bind("key", key.hex())
        .execute();
  }

  private static Seen seen(ResultSet row, Optional<UserId> user) throws SQLException {
    Repo repo = repo(row);
    return new Seen(
        repo, policy(row), user.isEmpty() ? Standing.STRANGER : standing(row, repo, user.get()));
  }

  private static PublishingPolicy policy(ResultSet row) throws SQLException {
    Instant until = Instant.ofEpochMilli(row.getLong("publishing_paused_until"));
    return new PublishingPolicy(
        PublishingMode.ofWord(row.getString("trusted_publishing")).orElseThrow(),
        PublishingMode.ofWord(row.getString("owner_publishing")).orElseThrow(),
        Optional.ofNullable(row.getString("publishing_pause"))
            .map(word -> new Pause(PublishingMode.ofWord(word).orElseThrow(), until)));
  }

  private static Standing standing(ResultSet row, Repo repo, UserId user) throws SQLException {
    String member = row.getString("member_role");
    Role role = member == null ? Role.NONE : Role.valueOf(member);
    String status = row.getString("gate_status");
    return new Standing(
        repo.owner().equals(user) ? Role.ADMIN : role,
        repo.createdBy().equals(Optional.of(user)),
        status == null ? GateStatus.NONE : GateStatus.valueOf(status.toUpperCase(Locale.ROOT)));
  }

  /** The repository of a row of {@code repo} with its owner's name as {@code owner_name}. */
  public static Repo repo(ResultSet row) throws SQLException {
    RepoType type = RepoType.ofWord(Ascii.lowerCase(row.getString("type"))).orElseThrow();
    return new Repo(
        new RepoKey(row.getString("key")),
        new RepoId(
            type, new Namespace(row.getString("owner_name")), new RepoName(row.getString("name"))),
        new UserId(row.getString("owner_id")),
        row.getInt("is_private") == 1,
        Gate.ofWord(row.getString("gate")),
        row.getInt("members_gated") == 1,
        row.getInt("is_disabled") == 1,
        Optional.ofNullable(row.getString("sdk")),
        Optional.ofNullable(row.getString("created_by")).map(UserId::new),
        row.getString("settings"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("last_modified_at")));
  }
}
