package dev.slipway.attempts;

import dev.slipway.attempts.Attempt.Detail;
import dev.slipway.attempts.Attempt.Event;
import dev.slipway.attempts.Attempt.Outcome;
import dev.slipway.attempts.Attempt.Source;
import dev.slipway.attempts.LoggedAttempt.Tally;
import dev.slipway.names.Issuer;
import dev.slipway.publishing.ClaimsText;
import dev.slipway.publishing.Target;
import dev.slipway.sql.Tx;
import dev.slipway.trust.JobSketch.Anchor;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;

/** All SQL of the exchange log. */
final class AttemptStore {

  private static final String OF_TARGET = " FROM exchange_attempt WHERE %s = :target";

  private static final String SAME_ANCHOR =
      " AND issuer = :issuer AND anchor_claim = :claim AND anchor = :anchor AND is_collapsed = 0"
          + " AND nearness <> 'LET_IN'";

  /** Whether there is still something that attempts could be kept with. */
  boolean isThere(Tx tx, Target target) {
    String sql =
        switch (target) {
          case Target.OfRepo _ -> "SELECT count(*) FROM repo WHERE key = :target";
          case Target.OfUser _ -> "SELECT count(*) FROM account WHERE id = :target";
          case Target.OfNamespace _ -> throw ofNone();
        };
    return tx.handle().createQuery(sql).bind("target", target.row()).mapTo(Long.class).one() > 0;
  }

  /** Counts an attempt in its row; false if there is none. */
  boolean count(Tx tx, String id, Attempt attempt) {
    Event event = attempt.event();
    return detailed(
                tx.handle()
                    .createUpdate(
                        """
                        UPDATE exchange_attempt SET times = times + :times, last_at = :at,
                          last_request_id = :request, last_client = :client,
                          anchor_claim = :anchorClaim, anchor = :anchor, preset = :preset,
                          claims = :claims, suggestion = :suggestion, report = :report
                        WHERE id = :id
                        """),
                attempt)
            .bind("id", id)
            .bind("times", event.times())
            .bind("at", event.at().toEpochMilli())
            .execute()
        > 0;
  }

  /** A new row. */
  void insert(Tx tx, String id, Attempt attempt, boolean isCollapsed) {
    Event event = attempt.event();
    Outcome outcome = attempt.outcome();
    boolean isRepo = attempt.target() instanceof Target.OfRepo;
    detailed(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO exchange_attempt
                      (id, repo_key, user_id, issuer, anchor_claim, anchor, nearness, is_collapsed,
                       is_dry_run, publisher_id, reasons, preset, claims, suggestion, report,
                       times, first_at, last_at, last_request_id, last_client)
                    VALUES
                      (:id, :repo, :user, :issuer, :anchorClaim, :anchor, :nearness, :collapsed,
                       :dryRun, :publisher, :reasons, :preset, :claims, :suggestion, :report,
                       :times, :at, :at, :request, :client)
                    """),
            attempt)
        .bind("id", id)
        .bind("repo", isRepo ? attempt.target().row() : null)
        .bind("user", isRepo ? null : attempt.target().row())
        .bind("issuer", attempt.source().issuer().text())
        .bind("nearness", attempt.source().nearness().name())
        .bind("collapsed", isCollapsed ? 1 : 0)
        .bind("dryRun", outcome.isDryRun() ? 1 : 0)
        .bind("publisher", outcome.publisherId())
        .bind(
            "reasons",
            isCollapsed
                ? ""
                : outcome.reasons().stream()
                    .map(Reason::toString)
                    .collect(Collectors.joining("\n")))
        .bind("times", event.times())
        .bind("at", event.at().toEpochMilli())
        .execute();
  }

  private static <S extends SqlStatement<S>> S detailed(S sql, Attempt attempt) {
    Optional<Anchor> anchor = attempt.source().anchor();
    Detail detail = attempt.detail();
    return sql.bind("anchorClaim", anchor.map(Anchor::claim).orElse(""))
        .bind("anchor", anchor.map(Anchor::value).orElse(""))
        .bind("preset", detail.preset())
        .bind("claims", ClaimsText.print(detail.claims()))
        .bind("suggestion", ClaimsText.print(detail.suggestion()))
        .bind("report", detail.report())
        .bind("request", attempt.event().requestId())
        .bind("client", attempt.event().client());
  }

  /** How many rows of that nearness a target has, collapsed ones too. */
  long rows(Tx tx, Target target, Nearness nearness) {
    return of(tx, target, "SELECT count(*)", " AND nearness = :nearness")
        .bind("nearness", nearness.name())
        .mapTo(Long.class)
        .one();
  }

  /** How many of them are of one issuer, each for a source of its own. */
  long rows(Tx tx, Target target, Source source) {
    return of(
            tx,
            target,
            "SELECT count(*)",
            " AND nearness = :nearness AND issuer = :issuer AND is_collapsed = 0")
        .bind("nearness", source.nearness().name())
        .bind("issuer", source.issuer().text())
        .mapTo(Long.class)
        .one();
  }

  /** How many rows one source has, none of them of an attempt that was let in. */
  long rowsOfAnchor(Tx tx, Target target, Source source) {
    return ofSource(of(tx, target, "SELECT count(*)", SAME_ANCHOR), source).mapTo(Long.class).one();
  }

  /** Drops the row of one source that was not seen for longest. */
  void dropOldest(Tx tx, Target target, Source source) {
    ofSource(dropOldest(tx, target, SAME_ANCHOR), source).execute();
  }

  /** Drops the row of that nearness that was not seen for longest. */
  void dropOldest(Tx tx, Target target, Nearness nearness) {
    dropOldest(tx, target, " AND nearness = :nearness").bind("nearness", nearness.name()).execute();
  }

  private static Update dropOldest(Tx tx, Target target, String condition) {
    return tx.handle()
        .createUpdate(
            "DELETE FROM exchange_attempt WHERE id = (SELECT id"
                + OF_TARGET.formatted(column(target))
                + condition
                + " ORDER BY last_at, id LIMIT 1)")
        .bind("target", target.row());
  }

  private static <S extends SqlStatement<S>> S ofSource(S sql, Source source) {
    return sql.bind("issuer", source.issuer().text())
        .bind("claim", source.anchor().map(Anchor::claim).orElse(""))
        .bind("anchor", source.anchor().map(Anchor::value).orElse(""));
  }

  /** The rows of a target, the latest first. */
  List<LoggedAttempt> list(Tx tx, Target target, Page page) {
    return of(tx, target, "SELECT *", " ORDER BY last_at DESC, id LIMIT :limit OFFSET :offset")
        .bind("limit", page.limit())
        .bind("offset", page.offset())
        .map((row, _) -> attempt(row))
        .list();
  }

  /** Which rows are asked for. */
  record Page(int limit, int offset) {}

  long rows(Tx tx, Target target) {
    return of(tx, target, "SELECT count(*)", "").mapTo(Long.class).one();
  }

  /** How many rows are of the target's own workloads that were refused and not let in since. */
  long needingAttention(Tx tx, Target target) {
    return of(
            tx,
            target,
            "SELECT count(*)",
            """
             AND nearness = 'OWN' AND is_dry_run = 0 AND NOT EXISTS (
              SELECT 1 FROM exchange_attempt later
              WHERE later.%s = :target AND later.nearness = 'LET_IN' AND later.is_dry_run = 0
                AND later.issuer = exchange_attempt.issuer
                AND later.anchor_claim = exchange_attempt.anchor_claim
                AND later.anchor = exchange_attempt.anchor
                AND later.last_at >= exchange_attempt.last_at)
            """
                .formatted(column(target)))
        .mapTo(Long.class)
        .one();
  }

  /** Drops every row of a target; says how many there were. */
  int clear(Tx tx, Target target) {
    return tx.handle()
        .createUpdate("DELETE" + OF_TARGET.formatted(column(target)))
        .bind("target", target.row())
        .execute();
  }

  /** Drops what was not seen since {@code before}. */
  int forget(Tx tx, Instant before) {
    return tx.handle()
        .createUpdate("DELETE FROM exchange_attempt WHERE last_at < :before")
        .bind("before", before.toEpochMilli())
        .execute();
  }

  private static Query of(Tx tx, Target target, String select, String condition) {
    return tx.handle()
        .createQuery(select + OF_TARGET.formatted(column(target)) + condition)
        .bind("target", target.row());
  }

  private static String column(Target target) {
    return switch (target) {
      case Target.OfRepo _ -> "repo_key";
      case Target.OfUser _ -> "user_id";
      case Target.OfNamespace _ -> throw ofNone();
    };
  }

  private static LoggedAttempt attempt(ResultSet row) throws SQLException {
    String claim = row.getString("anchor_claim");
    return new LoggedAttempt(
        row.getString("id"),
        new Source(
            new Issuer(row.getString("issuer")),
            claim.isEmpty()
                ? Optional.empty()
                : Optional.of(new Anchor(claim, row.getString("anchor"))),
            Nearness.valueOf(row.getString("nearness"))),
        row.getInt("is_collapsed") == 1,
        new Outcome(
            row.getInt("is_dry_run") == 1,
            row.getString("publisher_id"),
            row.getString("reasons").lines().map(Reason::parse).toList()),
        new Detail(
            row.getString("preset"),
            ClaimsText.parse(row.getString("claims")),
            ClaimsText.parse(row.getString("suggestion")),
            row.getString("report")),
        new Tally(
            row.getLong("times"),
            Instant.ofEpochMilli(row.getLong("first_at")),
            Instant.ofEpochMilli(row.getLong("last_at")),
            row.getString("last_request_id"),
            row.getString("last_client")));
  }

  private static IllegalStateException ofNone() {
    return new IllegalStateException("attempts are of a repository or a user");
  }
}
