package dev.slipway.tokens;

import dev.slipway.names.Issuer;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of sessions: what the tokens of one ID token have in common. */
public final class SessionStore {

  private static final String LIVE =
      """
      SELECT session_id, publisher_id, min(issuer) AS issuer, min(subject) AS subject,
        min(created_at) AS created_at, max(expires_at) AS expires_at,
        max(last_used_at) AS last_used_at, count(*) AS tokens
      FROM access_token
      WHERE publisher_id IN (<publishers>) AND expires_at > :now AND burnt_request IS NULL
        AND (:repo IS NULL OR repo_key = :repo)
      """;

  private static final String GROUPED =
      """
       GROUP BY session_id, publisher_id ORDER BY created_at DESC, session_id
      """;

  /**
   * The sessions that came by these publishers, newest first.
   *
   * @param repo the only repository whose tokens count; empty for any
   */
  public List<TokenSession> list(
      Tx tx, List<String> publishers, Optional<RepoKey> repo, Instant now) {
    return publishers.isEmpty()
        ? List.of()
        : tx.handle()
            .createQuery(LIVE + GROUPED)
            .bindList("publishers", publishers)
            .bind("repo", repo.map(RepoKey::hex).orElse(null))
            .bind("now", now.toEpochMilli())
            .map((row, _) -> session(row))
            .list();
  }

  /**
   * Whether a token of the session came by one of these publishers, whether it lives or not.
   *
   * @param repo the only repository whose tokens count; empty for any
   */
  public boolean isOf(Tx tx, List<String> publishers, Optional<RepoKey> repo, String id) {
    return !publishers.isEmpty()
        && tx.handle()
                .createQuery(
                    """
                    SELECT count(*) FROM access_token
                    WHERE session_id = :session AND publisher_id IN (<publishers>)
                      AND (:repo IS NULL OR repo_key = :repo)
                    """)
                .bind("session", id)
                .bind("repo", repo.map(RepoKey::hex).orElse(null))
                .bindList("publishers", publishers)
                .mapTo(Long.class)
                .one()
            > 0;
  }

  /**
   * Ends every token of a session, for whatever resource, and with it the ID token: it is exchanged
   * no more.
   *
   * @return how many tokens ended
   */
  public int revoke(Tx tx, String id) {
    tx.handle()
        .createUpdate("UPDATE used_id_token SET is_revoked = 1 WHERE session_id = :session")
        .bind("session", id)
        .execute();
    return tx.handle()
        .createUpdate("DELETE FROM access_token WHERE session_id = :session")
        .bind("session", id)
        .execute();
  }

  private static TokenSession session(ResultSet row) throws SQLException {
    long used = row.getLong("last_used_at");
    Optional<Instant> lastUsed =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used));
    return new TokenSession(
        row.getString("session_id"),
        row.getString("publisher_id"),
        new Issuer(row.getString("issuer")),
        new Subject(row.getString("subject")),
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("expires_at")),
        lastUsed,
        row.getInt("tokens"));
  }
}
