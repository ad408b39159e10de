package dev.slipway.provenance;

import dev.slipway.names.CommitId;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import dev.slipway.provenance.Provenance.Written;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All SQL of statements. They are never changed, and go with their repository alone. */
final class StatementStore {

  /**
   * A statement and what it is found by.
   *
   * @param runUrl where the job's log can be read; empty if nobody knows
   */
  record Row(
      String id,
      RepoKey repo,
      String envelope,
      String session,
      String publisher,
      Issuer issuer,
      Subject subject,
      String runUrl,
      Instant createdAt) {}

  /** One line of the list of a repository. */
  record Line(CommitId commit, Row statement) {}

  /** Writes a statement down; the first statement of a commit stays. */
  void insert(Tx tx, Row row, List<CommitId> commits) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO provenance_statement
              (id, repo_key, envelope, session_id, publisher_id, issuer, subject, run_url,
               created_at)
            VALUES (:id, :repo, :envelope, :session, :publisher, :issuer, :subject, :run, :at)
            """)
        .bind("id", row.id())
        .bind("repo", row.repo().hex())
        .bind("envelope", row.envelope())
        .bind("session", row.session())
        .bind("publisher", row.publisher())
        .bind("issuer", row.issuer().text())
        .bind("subject", row.subject().text())
        .bind("run", row.runUrl())
        .bind("at", row.createdAt().toEpochMilli())
        .execute();
    var batch =
        tx.handle()
            .prepareBatch(
                """
                INSERT INTO commit_provenance (repo_key, commit_id, statement_id)
                VALUES (:repo, :commit, :statement) ON CONFLICT DO NOTHING
                """);
    commits.forEach(commit ->
        batch
            .bind("repo", row.repo().hex())
            .bind("commit", commit.hex())
            .bind("statement", row.id())
            .add());
    batch.execute();
  }

  /** The envelope of the statement that names a commit. */
  Optional<String> envelope(Tx tx, RepoKey repo, CommitId commit) {
    return tx.handle()
        .createQuery(
            """
            SELECT s.envelope FROM commit_provenance c
            JOIN provenance_statement s ON s.id = c.statement_id
            WHERE c.repo_key = :repo AND c.commit_id = :commit
            """)
        .bind("repo", repo.hex())
        .bind("commit", commit.hex())
        .mapTo(String.class)
        .findOne();
  }

  /** Those of the commits that jobs brought. */
  Map<CommitId, Written> written(Tx tx, RepoKey repo, Collection<CommitId> commits) {
    Map<CommitId, Written> found = new HashMap<>();
    tx.handle()
        .createQuery(
            """
            SELECT c.commit_id, s.issuer, s.subject, s.publisher_id, s.run_url
            FROM commit_provenance c JOIN provenance_statement s ON s.id = c.statement_id
            WHERE c.repo_key = :repo AND c.commit_id IN (<commits>)
            """)
        .bind("repo", repo.hex())
        .bindList("commits", commits.stream().map(CommitId::hex).toList())
        .map((row, _) -> Map.entry(new CommitId(row.getString("commit_id")), written(row)))
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  private static Written written(ResultSet row) throws SQLException {
    return new Written(
        new Issuer(row.getString("issuer")),
        new Subject(row.getString("subject")),
        row.getString("publisher_id"),
        row.getString("run_url"));
  }

  /** What jobs wrote to a repository since {@code since}, youngest first. */
  List<Line> list(Tx tx, RepoKey repo, Instant since, int limit) {
    return tx.handle()
        .createQuery(
            """
            SELECT c.commit_id, s.* FROM provenance_statement s
            JOIN commit_provenance c ON c.statement_id = s.id
            WHERE s.repo_key = :repo AND s.created_at >= :since
            ORDER BY s.created_at DESC, s.id, c.commit_id LIMIT :limit
            """)
        .bind("repo", repo.hex())
        .bind("since", since.toEpochMilli())
        .bind("limit", limit)
        .map((row, _) ->
            new Line(
                new CommitId(row.getString("commit_id")),
                new Row(
                    row.getString("id"),
                    repo,
                    row.getString("envelope"),
                    row.getString("session_id"),
                    row.getString("publisher_id"),
                    new Issuer(row.getString("issuer")),
                    new Subject(row.getString("subject")),
                    row.getString("run_url"),
                    Instant.ofEpochMilli(row.getLong("created_at")))))
        .list();
  }
}
