package dev.slipway.publishing;

import dev.slipway.access.RefScope;
import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import dev.slipway.trust.ClaimValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

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
    Update insert =
        tx.handle()
            .createUpdate(
                """
                INSERT INTO publisher
                  (id, repo_key, user_id, issuer, preset, name, claims, triggers, is_read_only,
                   lifetime_seconds, refs, burns_after_commit, max_age_seconds, is_suspended,
                   is_paused, expires_at, pins, pinned_at, pin_until, created_at, created_by)
                VALUES
                  (:id, :repo, :user, :issuer, :preset, :name, :claims, :triggers, :readOnly,
                   :lifetime, :refs, :burns, :maxAge, :suspended,
                   :paused, :expires, :pins, :pinnedAt, :pinUntil, :at, :by)
                """);
    state(insert, publisher)
        .bind("repo", repo(publisher.target()))
        .bind("user", user(publisher.target()))
        .bind("issuer", publisher.issuer().text())
        .bind("at", publisher.history().createdAt().toEpochMilli())
        .bind("by", publisher.history().createdBy())
        .execute();
  }

  void update(Tx tx, Publisher publisher) {
    Update update =
        tx.handle()
            .createUpdate(
                """
                UPDATE publisher SET preset = :preset, name = :name, claims = :claims,
                  triggers = :triggers, is_read_only = :readOnly, lifetime_seconds = :lifetime,
                  refs = :refs, burns_after_commit = :burns, max_age_seconds = :maxAge,
                  is_suspended = :suspended, is_paused = :paused, expires_at = :expires,
                  pins = :pins, pinned_at = :pinnedAt, pin_until = :pinUntil,
                  version = version + 1
                WHERE id = :id
                """);
    state(update, publisher).execute();
  }

  private static Update state(Update sql, Publisher publisher) {
    Publisher.Rule rule = publisher.rule();
    Publisher.Grant grant = publisher.grant();
    Publisher.State state = publisher.state();
    return sql.bind("id", publisher.id())
        .bind("preset", rule.preset())
        .bind("name", publisher.name())
        .bind("claims", ClaimsText.print(rule.claims()))
        .bind("triggers", String.join("\n", rule.triggers()))
        .bind("maxAge", rule.maxAge().map(Duration::toSeconds).orElse(null))
        .bind("readOnly", grant.isReadOnly() ? 1 : 0)
        .bind("lifetime", grant.lifetime().toSeconds())
        .bind("refs", String.join("\n", grant.refs().patterns()))
        .bind("burns", grant.burnsAfterCommit() ? 1 : 0)
        .bind("suspended", state.isSuspended() ? 1 : 0)
        .bind("paused", state.isPaused() ? 1 : 0)
        .bind("expires", state.expiresAt().map(Instant::toEpochMilli).orElse(null))
        .bind("pins", ClaimsText.print(publisher.pins().values()))
        .bind("pinnedAt", publisher.pins().pinnedAt().map(Instant::toEpochMilli).orElse(null))
        .bind("pinUntil", publisher.pins().until().map(Instant::toEpochMilli).orElse(null));
  }

  /** Notes that a publisher let somebody in. */
  public void use(Tx tx, String id, Instant at) {
    tx.handle()
        .createUpdate("UPDATE publisher SET last_used_at = :at WHERE id = :id")
        .bind("at", at.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  /**
   * Pins the ids of the first job, none if its token had none.
   *
   * @return false if another job was the first meanwhile
   */
  public boolean pin(Tx tx, String id, Map<String, ClaimValue> pins, Instant at) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE publisher SET pins = :pins, pinned_at = :at, pin_until = NULL
                WHERE id = :id AND pinned_at IS NULL
                """)
            .bind("pins", ClaimsText.print(pins))
            .bind("at", at.toEpochMilli())
            .bind("id", id)
            .execute()
        == 1;
  }

  /** The publishers that still wait for a first job although its time is over. */
  List<Publisher> overdue(Tx tx, Instant now) {
    return tx.handle()
        .createQuery("SELECT * FROM publisher WHERE pin_until <= :now AND is_paused = 0")
        .bind("now", now.toEpochMilli())
        .map((row, _) -> publisher(row))
        .list();
  }

  /** Pauses one of those; false if it is paused, or its job came. */
  boolean pauseOverdue(Tx tx, String id, Instant now) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE publisher SET is_paused = 1
                WHERE id = :id AND pin_until <= :now AND is_paused = 0
                """)
            .bind("id", id)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
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
    return new Publisher(
        row.getString("id"),
        repo == null
            ? new Target.OfUser(new UserId(row.getString("user_id")))
            : new Target.OfRepo(new RepoKey(repo)),
        new Issuer(row.getString("issuer")),
        row.getString("name"),
        rule(row),
        grant(row),
        new Publisher.State(
            row.getInt("is_suspended") == 1, row.getInt("is_paused") == 1, time(row, "expires_at")),
        new Publisher.Pins(
            ClaimsText.parse(row.getString("pins")),
            time(row, "pinned_at"),
            time(row, "pin_until")),
        new Publisher.History(
            row.getLong("version"),
            Instant.ofEpochMilli(row.getLong("created_at")),
            row.getString("created_by"),
            time(row, "last_used_at")));
  }

  private static Publisher.Rule rule(ResultSet row) throws SQLException {
    long maxAge = row.getLong("max_age_seconds");
    Optional<Duration> age =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofSeconds(maxAge));
    return new Publisher.Rule(
        row.getString("preset"),
        ClaimsText.parse(row.getString("claims")),
        Set.copyOf(lines(row.getString("triggers"))),
        age);
  }

  private static Publisher.Grant grant(ResultSet row) throws SQLException {
    return new Publisher.Grant(
        row.getInt("is_read_only") == 1,
        Duration.ofSeconds(row.getLong("lifetime_seconds")),
        new RefScope(lines(row.getString("refs"))),
        row.getInt("burns_after_commit") == 1);
  }

  private static List<String> lines(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split("\n"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
