package dev.slipway.attempts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.UserId;
import dev.slipway.attempts.Attempt.Detail;
import dev.slipway.attempts.Attempt.Event;
import dev.slipway.attempts.Attempt.Outcome;
import dev.slipway.attempts.Attempt.Source;
import dev.slipway.attempts.AttemptStore.Page;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Issuer;
import dev.slipway.publishing.Target;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.JobSketch.Anchor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much the log keeps of whom, whoever floods it. */
class AttemptLogTest {

  private static final UserId USER = new UserId("a".repeat(24));
  private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
  private static final String GITHUB = "https://token.actions.githubusercontent.com";

  @TempDir private Path folder;
  private EmbeddedDatabase database;
  private AttemptLog log;
  private Instant now = START;

  @BeforeEach
  void open() {
    database = EmbeddedDatabase.open(folder.resolve("a.db"));
    AuditStore audit = new AuditStore(() -> now);
    log =
        new AttemptLog(
            database,
            new RepoGate(database, new RepoStore(), new TokenStore(), audit, () -> now),
            audit,
            () -> now);
    database.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO account (id, kind, name, folded_name, full_name, created_at)"
                    + " VALUES (?, 'user', 'acme', 'acme', '', 0)",
                USER.hex()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Attempt refused(String issuer, String anchor, Nearness nearness, String claim) {
    now = now.plusMillis(1);
    return new Attempt(
        new Target.OfUser(USER),
        new Source(new Issuer(issuer), Optional.of(new Anchor("repository", anchor)), nearness),
        new Outcome(false, "", List.of(new Reason(ReasonCode.CLAIM_MISMATCH, claim))),
        new Detail("github", Map.of(), Map.of(), "[]"),
        new Event(1, now, "request", "127.0.0.0/24"));
  }

  private Attempt stranger(String issuer, int number) {
    return refused(issuer, "evil/x" + number, Nearness.STRANGER, "repository");
  }

  private void record(Attempt... attempts) {
    log.record(List.of(attempts));
  }

  private List<LoggedAttempt> rows() {
    return log.list(new Target.OfUser(USER), new Page(1_000, 0)).attempts();
  }

  private List<String> anchors() {
    return rows().stream()
        .flatMap(row -> row.source().anchor().stream())
        .map(Anchor::value)
        .toList();
  }

  @Test
  void what_is_alike_is_one_row_with_a_first_and_a_last_time() {
    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    Instant first = now;
    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    record(refused(GITHUB, "acme/train", Nearness.OWN, "environment"));

    assertThat(rows()).hasSize(2);
    LoggedAttempt older = rows().getLast();
    assertThat(older.tally().times()).isEqualTo(2);
    assertThat(older.tally().firstAt()).isEqualTo(first);
    assertThat(older.tally().lastAt()).isEqualTo(first.plusMillis(1));
  }

  @Test
  void k7_strangers_share_a_row_beyond_a_few_and_push_nobody_out() {
    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    record(refused(GITHUB, "acme/trian", Nearness.NEAR, "repository"));
    List<Attempt> flood = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      flood.add(stranger(GITHUB, i));
    }
    log.record(flood);

    assertThat(rows()).hasSize(2 + Nearness.STRANGER.rowsOfIssuer() + 1);
    assertThat(anchors()).contains("acme/train", "acme/trian");
    LoggedAttempt crowd =
        rows().stream().filter(LoggedAttempt::isCollapsed).findFirst().orElseThrow();
    assertThat(crowd.tally().times()).isEqualTo(2_000 - Nearness.STRANGER.rowsOfIssuer());
    assertThat(crowd.outcome().reasons()).isEmpty();
  }

  @Test
  void k7_issuers_of_somebodys_own_push_out_no_honest_rows_either() {
    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    record(refused(GITHUB, "acme/trian", Nearness.NEAR, "repository"));
    List<Attempt> flood = new ArrayList<>();
    for (int issuer = 0; issuer < 60; issuer++) {
      for (int i = 0; i < 12; i++) {
        flood.add(stranger("https://evil" + issuer + ".example", i));
      }
    }
    log.record(flood);

    assertThat(rows()).hasSize(2 + Nearness.STRANGER.rows());
    assertThat(anchors()).contains("acme/train", "acme/trian");
  }

  @Test
  void k7_one_workload_does_not_push_out_another() {
    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    for (int i = 0; i < 200; i++) {
      record(refused(GITHUB, "acme/loud", Nearness.OWN, "claim" + i));
    }

    assertThat(rows()).hasSize(1 + AttemptLog.MAX_ROWS_OF_ANCHOR);
    assertThat(anchors()).contains("acme/train");
    assertThat(rows().getFirst().outcome().reasons())
        .containsExactly(new Reason(ReasonCode.CLAIM_MISMATCH, "claim199"));
  }

  @Test
  void a_target_has_two_hundred_rows_at_most() {
    List<Attempt> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(refused(GITHUB, "acme/own" + i, Nearness.OWN, "branch"));
      all.add(refused("https://ci" + i + ".example", "acme/near" + i, Nearness.NEAR, "x"));
      all.add(stranger("https://ci" + i + ".example", i));
      all.add(letIn("publisher" + i));
    }
    log.record(all);

    assertThat(rows()).hasSize(200);
    assertThat(anchors()).contains("acme/own299", "acme/near299", "evil/x299");
  }

  private Attempt letIn(String publisher) {
    now = now.plusMillis(1);
    return new Attempt(
        new Target.OfUser(USER),
        new Source(
            new Issuer(GITHUB),
            Optional.of(new Anchor("repository", "acme/train")),
            Nearness.LET_IN),
        new Outcome(false, publisher, List.of()),
        new Detail("github", Map.of(), Map.of(), "[]"),
        new Event(1, now, "request", "client"));
  }

  @Test
  void what_needs_attention_is_what_was_not_let_in_since() {
    record(
        refused(GITHUB, "acme/train", Nearness.OWN, "branch"),
        refused(GITHUB, "acme/loud", Nearness.OWN, "branch"),
        stranger(GITHUB, 1));
    assertThat(log.list(new Target.OfUser(USER), new Page(1, 0)).needingAttention()).isEqualTo(2);

    record(letIn("p"));
    assertThat(log.list(new Target.OfUser(USER), new Page(1, 0)).needingAttention()).isEqualTo(1);

    record(refused(GITHUB, "acme/train", Nearness.OWN, "branch"));
    assertThat(log.list(new Target.OfUser(USER), new Page(1, 0)).needingAttention()).isEqualTo(2);
  }

  @Test
  void rows_end_by_age() {
    record(stranger(GITHUB, 1));
    Instant first = now;
    record(stranger(GITHUB, 2));
    now = first.plus(Duration.ofDays(90)).plusMillis(1);

    log.forgetOld();

    assertThat(anchors()).containsExactly("evil/x2");
  }

  @Test
  void nothing_is_kept_for_what_is_gone() {
    Attempt attempt = stranger(GITHUB, 1);
    database.write(tx -> tx.handle().execute("DELETE FROM account"));

    log.record(List.of(attempt));

    assertThat(rows()).isEmpty();
  }

  @Test
  void a_report_is_cut_to_the_nearest_publishers() {
    List<PublisherReport> reports = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var claim =
          new PublisherReport.ClaimReport(
              "c".repeat(250),
              "mismatch",
              Optional.of("e".repeat(100)),
              Optional.of("f".repeat(100)));
      reports.add(
          new PublisherReport("id" + i, "", List.of(), java.util.Collections.nCopies(20, claim)));
    }

    String text = PublisherReport.print(reports);

    assertThat(text.length()).isBetween(1, PublisherReport.MAX_CHARACTERS);
    assertThat(text).contains("\"id0\"").doesNotContain("\"id5\"");
  }
}
