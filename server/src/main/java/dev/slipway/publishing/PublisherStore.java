package dev.slipway.publishing;

import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/** All SQL of publishers. */
public final class PublisherStore {

  private static final String WHERE_TARGET =
      " FROM publisher WHERE (repo_key = :repo OR user_id = :user)";

  /** The publishers of a target for one issuer: what an exchange asks, by one index. */
  public List<Publisher> find(Tx tx, Target target, Issuer issuer) {
    String column = column(target);
    return tx.handle()
        .createQuery(
            "SELECT * FROM publisher WHERE "
                + column
                + " = :target AND issuer = :issuer ORDER BY created_at, id")
        .bind("target", key(target))
        .bind("issuer", issuer.text())
        .map((row, _) -> publisher(row))
        .list();
  }

  /** The publishers of a target, oldest first. */
  public List<Publisher> list(Tx tx, Target target) {
    return on(tx, target, "SELECT *" + WHERE_TARGET + " ORDER BY created_at, id")
        .map((row, _) -> publisher(row))
        .list();
  }

  /** A publisher of this target; one of another target is not found. */
  public Optional<Publisher> find(Tx tx, Target target, String id) {
    return on(tx, target, "SELECT *" + WHERE_TARGET + " AND id = :id")
        .bind("id", id)
        .map((row, _) -> publisher(row))
        .findOne();
  }

  int count(Tx tx, Target target) {
    return on(tx, target, "SELECT count(*)" + WHERE_TARGET).mapTo(Integer.class).one();
  }

  void insert(Tx tx, Publisher publisher) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO publisher
              (id, repo_key, user_id, issuer, preset, name, claims, triggers, is_read_only,
               created_at, created_by)
            VALUES
              (:id, :repo, :user, :issuer, :preset, :name, :claims, :triggers, :readOnly,
               :at, :by)
            """)
        .bind("id", publisher.id())
        .bind("repo", repo(publisher.target()))
        .bind("user", user(publisher.target()))
        .bind("issuer", publisher.issuer().text())
        .bind("preset", publisher.preset())
        .bind("name", publisher.name())
        .bind("claims", ClaimsText.print(publisher.claims()))
        .bind("triggers", String.join("\n", publisher.triggers()))
        .bind("readOnly", publisher.isReadOnly() ? 1 : 0)
        .bind("at", publisher.createdAt().toEpochMilli())
        .bind("by", publisher.createdBy())
        .execute();
  }

  void update(Tx tx, Publisher publisher) {
    tx.handle()
        .createUpdate(
            """
            UPDATE publisher SET preset = :preset, name = :name, claims = :claims,
              triggers = :triggers, is_read_only = :readOnly, is_suspended = :suspended,
              version = version + 1
            WHERE id = :id
            """)
        .bind("preset", publisher.preset())
        .bind("name", publisher.name())
        .bind("claims", ClaimsText.print(publisher.claims()))
        .bind("triggers", String.join("\n", publisher.triggers()))
        .bind("readOnly", publisher.isReadOnly() ? 1 : 0)
        .bind("suspended", publisher.isSuspended() ? 1 : 0)
        .bind("id", publisher.id())
        .execute();
  }

  /** Notes that a publisher let somebody in. */
  public void use(Tx tx, String id, Instant at) {
    tx.handle()
        .createUpdate("UPDATE publisher SET last_used_at = :at WHERE id = :id")
        .bind("at", at.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  void delete(Tx tx, String id) {
    tx.handle().createUpdate("DELETE FROM publisher WHERE id = :id").bind("id", id).execute();
  }

  private static Query on(Tx tx, Target target, String sql) {
    return tx.handle().createQuery(sql).bind("repo", repo(target)).bind("user", user(target));
  }

  private static String column(Target target) {
    return switch (target) {
      case Target.OfRepo _ -> "repo_key";
      case Target.OfUser _ -> "user_id";
    };
  }

  private static String key(Target target) {
    return switch (target) {
      case Target.OfRepo(var key) -> key.hex();
      case Target.OfUser(var id) -> id.hex();
    };
  }

  @SuppressWarnings("NullAway") // a column that is null for the other kind of target
  private static String repo(Target target) {
    return target instanceof Target.OfRepo(var key) ? key.hex() : null;
  }

  @SuppressWarnings("NullAway") // a column that is null for the other kind of target
  private static String user(Target target) {
    return target instanceof Target.OfUser(var id) ? id.hex() : null;
  }

  private static Publisher publisher(ResultSet row) throws SQLException {
    String repo = row.getString("repo_key");
    String triggers = row.getString("triggers");
    long used = row.getLong("last_used_at");
    Optional<Instant> lastUsed =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used));
    return new Publisher(
        row.getString("id"),
        repo == null
            ? new Target.OfUser(new UserId(row.getString("user_id")))
            : new Target.OfRepo(new RepoKey(repo)),
        new Issuer(row.getString("issuer")),
        row.getString("preset"),
        row.getString("name"),
        ClaimsText.parse(row.getString("claims")),
        triggers.isEmpty() ? Set.of() : Set.of(triggers.split("\n")),
        row.getInt("is_read_only") == 1,
        row.getInt("is_suspended") == 1,
        row.getLong("version"),
        Instant.ofEpochMilli(row.getLong("created_at")),
        row.getString("created_by"),
        lastUsed);
  }
}
