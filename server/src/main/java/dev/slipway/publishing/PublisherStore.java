package dev.slipway.publishing;

import dev.slipway.access.RefScope;
import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.RepoScope.Creates;
import dev.slipway.publishing.RepoScope.Names;
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

  /** The publishers of a target for one issuer: what an exchange asks, by one index. */
  public List<Publisher> find(Tx tx, Target target, Issuer issuer) {
    return on(tx, target, "SELECT *", " AND issuer = :issuer ORDER BY created_at, id")
        .bind("issuer", issuer.text())
        .map((row, _) -> publisher(row))
        .list();
  }

  /** The publishers of a target, oldest first. */
  public List<Publisher> list(Tx tx, Target target) {
    return on(tx, target, "SELECT *", " ORDER BY created_at, id")
        .map((row, _) -> publisher(row))
        .list();
  }

  /** A publisher of this target; one of another target is not found. */
  public Optional<Publisher> find(Tx tx, Target target, String id) {
    return on(tx, target, "SELECT *", " AND id = :id")
        .bind("id", id)
        .map((row, _) -> publisher(row))
        .findOne();
  }

  int count(Tx tx, Target target) {
    return on(tx, target, "SELECT count(*)", "").mapTo(Integer.class).one();
  }

  void insert(Tx tx, Publisher publisher) {
    Optional<Pending> pending = publisher.state().pending();
    boolean isOfRepo = publisher.target() instanceof Target.OfRepo;
    Update insert =
        tx.handle()
            .createUpdate(
                """
                INSERT INTO publisher
                  (id, repo_key, user_id, issuer, preset, name, claims, triggers, is_read_only,
                   lifetime_seconds, refs, burns_after_commit, max_age_seconds, is_suspended,
                   is_paused, expires_at, pins, pinned_at, pin_until, created_at, created_by,
                   scope_type, scope_names, scope_pattern, scope_creates, pending_until, pending_for)
                VALUES
                  (:id, :repo, :user, :issuer, :preset, :name, :claims, :triggers, :readOnly,
                   :lifetime, :refs, :burns, :maxAge, :suspended,
                   :paused, :expires, :pins, :pinnedAt, :pinUntil, :at, :by,
                   :type, :names, :pattern, :creates, :pendingUntil, :pendingFor)
                """);
    state(insert, publisher)
        .bind("repo", isOfRepo ? publisher.target().row() : null)
        .bind("user", isOfRepo ? null : publisher.target().row())
        .bind("pendingUntil", pending.map(each -> each.until().toEpochMilli()).orElse(null))
        .bind("pendingFor", pending.flatMap(Pending::creator).map(UserId::hex).orElse(null))
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
                  scope_type = :type, scope_names = :names, scope_pattern = :pattern,
                  scope_creates = :creates,
                  version = version + 1
                WHERE id = :id
                """);
    state(update, publisher).execute();
  }

  private static Update state(Update sql, Publisher publisher) {
    Publisher.Rule rule = publisher.rule();
    Publisher.Grant grant = publisher.grant();
    Publisher.State state = publisher.state();
    Optional<RepoScope> repos = grant.repos();
    return sql.bind("id", publisher.id())
        .bind("type", repos.map(scope -> scope.type().word()).orElse(null))
        .bind("names", repos.map(RepoScope::lines).orElse(""))
        .bind("pattern", repos.map(RepoScope::patternText).orElse(""))
        .bind("creates", repos.map(RepoScope::creates).orElse(Creates.NOTHING).word())
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

  private static Query on(Tx tx, Target target, String select, String condition) {
    return tx.handle()
        .createQuery(select + " FROM publisher WHERE " + where(target) + condition)
        .bind("target", target.row());
  }

  private static String where(Target target) {
    return switch (target) {
      case Target.OfRepo _ -> "repo_key = :target";
      case Target.OfUser _ -> "user_id = :target AND scope_type IS NULL";
      case Target.OfNamespace _ -> "user_id = :target AND scope_type IS NOT NULL";
    };
  }

  private static Target target(ResultSet row) throws SQLException {
    String repo = row.getString("repo_key");
    if (repo != null) {
      return new Target.OfRepo(new RepoKey(repo));
    }
    UserId account = new UserId(row.getString("user_id"));
    return row.getString("scope_type") == null
        ? new Target.OfUser(account)
        : new Target.OfNamespace(account);
  }

  static Publisher publisher(ResultSet row) throws SQLException {
    return new Publisher(
        row.getString("id"),
        target(row),
        new Issuer(row.getString("issuer")),
        row.getString("name"),
        rule(row),
        grant(row),
        new Publisher.State(
            row.getInt("is_suspended") == 1,
            row.getInt("is_paused") == 1,
            time(row, "expires_at"),
            pending(row)),
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
        row.getInt("burns_after_commit") == 1,
        repos(row));
  }

  private static Optional<RepoScope> repos(ResultSet row) throws SQLException {
    String type = row.getString("scope_type");
    if (type == null) {
      return Optional.empty();
    }
    String pattern = row.getString("scope_pattern");
    Parsed<Names> names =
        pattern.isEmpty()
            ? RepoScope.exact(lines(row.getString("scope_names")))
            : RepoScope.pattern(pattern);
    return Optional.of(
        new RepoScope(
            RepoType.ofWord(type).orElseThrow(),
            names.orThrow(),
            Creates.parse(row.getString("scope_creates")).orThrow()));
  }

  private static Optional<Pending> pending(ResultSet row) throws SQLException {
    Optional<UserId> creator = Optional.ofNullable(row.getString("pending_for")).map(UserId::new);
    return time(row, "pending_until").map(until -> new Pending(until, creator));
  }

  private static List<String> lines(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split("\n"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
