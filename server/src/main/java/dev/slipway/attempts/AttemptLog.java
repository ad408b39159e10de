package dev.slipway.attempts;

import dev.slipway.access.Permission;
import dev.slipway.attempts.Attempt.Outcome;
import dev.slipway.attempts.Attempt.Source;
import dev.slipway.attempts.AttemptStore.Page;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Sha256;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.publishing.Target;
import dev.slipway.repos.RepoGate;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.JobSketch.Anchor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keeps attempts for the maintainers of what was asked for: those that are alike in one row, a
 * bounded number of rows a resource, each for a bounded time. Whoever calls has made sure that the
 * actor may.
 */
public final class AttemptLog {

  /** How long a row is kept after its last attempt. */
  static final Duration KEPT = Duration.ofDays(90);

  /** Most rows of attempts of one source that were refused. */
  static final int MAX_ROWS_OF_ANCHOR = 12;

  private final Database database;
  private final RepoGate gate;
  private final AuditStore audit;
  private final InstantSource time;
  private final AttemptStore store = new AttemptStore();

  /** Works on these rows. */
  public AttemptLog(Database database, RepoGate gate, AuditStore audit, InstantSource time) {
    this.database = database;
    this.gate = gate;
    this.audit = audit;
    this.time = time;
  }

  /** Writes down what happened, in this order. */
  public void record(List<Attempt> attempts) {
    database.write(tx -> {
      attempts.forEach(attempt -> record(tx, attempt));
      return attempts.size();
    });
  }

  private void record(Tx tx, Attempt attempt) {
    if (!store.isThere(tx, attempt.target()) || store.count(tx, id(attempt, false), attempt)) {
      return;
    }
    boolean isCollapsed = isCrowd(tx, attempt);
    if (isCollapsed && store.count(tx, id(attempt, true), attempt)) {
      return;
    }
    if (!isCollapsed) {
      makeRoomOfSource(tx, attempt);
    }
    makeRoom(tx, attempt);
    store.insert(tx, id(attempt, isCollapsed), attempt, isCollapsed);
  }

  /** Whether its issuer has had so many sources here that one more is no news. */
  private boolean isCrowd(Tx tx, Attempt attempt) {
    return switch (attempt.source().nearness()) {
      case LET_IN, OWN -> false;
      case NEAR, STRANGER ->
          store.rows(tx, attempt.target(), attempt.source())
              >= attempt.source().nearness().rowsOfIssuer();
    };
  }

  private void makeRoomOfSource(Tx tx, Attempt attempt) {
    if (!attempt.isAccepted()
        && store.rowsOfAnchor(tx, attempt.target(), attempt.source()) >= MAX_ROWS_OF_ANCHOR) {
      store.dropOldest(tx, attempt.target(), attempt.source());
    }
  }

  private void makeRoom(Tx tx, Attempt attempt) {
    Nearness nearness = attempt.source().nearness();
    if (store.rows(tx, attempt.target(), nearness) >= nearness.rows()) {
      store.dropOldest(tx, attempt.target(), nearness);
    }
  }

  /** What attempts have in common that stand in one row. */
  private static String id(Attempt attempt, boolean isCollapsed) {
    Source source = attempt.source();
    Outcome outcome = attempt.outcome();
    String ofSource =
        source.anchor().map(Anchor::claim).orElse("")
            + "\n"
            + source.anchor().map(Anchor::value).orElse("");
    String ofReasons =
        outcome.reasons().stream().map(Reason::toString).collect(Collectors.joining("\n"));
    List<String> parts =
        List.of(
            attempt.target().toString(),
            source.issuer().text(),
            source.nearness().name(),
            isCollapsed ? "all" : outcome.isDryRun() ? "dry" : "wet",
            isCollapsed ? "" : attempt.isAccepted() ? outcome.publisherId() : ofSource,
            isCollapsed ? "" : ofReasons);
    return Sha256.hex(String.join("\0", parts));
  }

  /**
   * A part of the log.
   *
   * @param needingAttention rows of the target's own workloads that were refused and not let in
   *     since
   * @param total rows of the whole log
   * @param attempts the latest first
   */
  record Excerpt(long needingAttention, long total, List<LoggedAttempt> attempts) {}

  /** Rows of a target. */
  Excerpt list(Target target, Page page) {
    return database.read(tx ->
        new Excerpt(
            store.needingAttention(tx, target),
            store.rows(tx, target),
            store.list(tx, target, page)));
  }

  /** Empties the log of a target. */
  void clear(Change change) {
    database.write(tx -> {
      confirm(tx, change);
      int rows = store.clear(tx, change.target());
      audit.append(tx, event(change, rows));
      return rows;
    });
  }

  private void confirm(Tx tx, Change change) {
    switch (change.target()) {
      case Target.OfRepo(var key) -> gate.confirm(tx, change.caller(), key, Permission.MANAGE);
      case Target.OfUser _, Target.OfNamespace _ -> gate.confirm(tx, change.caller());
    }
  }

  private static AuditEvent event(Change change, int rows) {
    String scope = change.target() instanceof Target.OfRepo ? "repo" : "user";
    return new AuditEvent(
        scope + ".clear_exchange_log",
        change.caller().actor(),
        change.owner(),
        change.targetName(),
        change.requestId(),
        Map.of("rows", String.valueOf(rows)));
  }

  /** Drops what was not seen for long. */
  void forgetOld() {
    database.write(tx -> store.forget(tx, time.instant().minus(KEPT)));
  }
}
