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

  /** What can still write, or could be exchanged for what can. */
  private static final String LIVE =
      """
      SELECT p.session_id, p.publisher_id, s.issuer, s.subject, s.created_at,
        COALESCE(max(t.expires_at), u.keep_until) AS expires_at,
        max(t.last_used_at) AS last_used_at, count(t.id) AS tokens
      FROM session_publisher p
        JOIN exchange_session s ON s.id = p.session_id
        LEFT JOIN used_id_token u ON u.session_id = p.session_id
          AND u.is_revoked = 0 AND u.uses < u.use_limit AND u.keep_until > :now
        LEFT JOIN access_token t ON t.session_id = p.session_id
          AND t.publisher_id = p.publisher_id AND COALESCE(t.repo_key, '') = p.repo_key
          AND t.expires_at > :now AND t.burnt_request IS NULL
      WHERE p.publisher_id IN (<publishers>) AND (:repo IS NULL OR p.repo_key = :repo)
      GROUP BY p.session_id, p.publisher_id, s.issuer, s.subject, s.created_at, u.keep_until
      HAVING count(t.id) > 0 OR u.keep_until IS NOT NULL
      ORDER BY s.created_at DESC, p.session_id
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
            .createQuery(LIVE)
            .bindList("publishers", publishers)
            .bind("repo", repo.map(RepoKey::hex).orElse(null))
            .bind("now", now.toEpochMilli())
            .map((row, _) -> session(row))
            .list();
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
