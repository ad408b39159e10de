package dev.slipway.tokens;

import dev.slipway.access.Caller;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenId;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** All SQL of access tokens. A row that is gone is a token that is dead. */
public final class TokenStore {

  private static final String LIVE =
      """
      SELECT t.*, u.name AS user_name FROM access_token t
      LEFT JOIN account u ON u.id = t.user_id
      LEFT JOIN repo r ON r.key = t.repo_key
      LEFT JOIN account o ON o.id = r.owner_id
      WHERE (t.expires_at IS NULL OR t.expires_at > :now)
        AND coalesce(u.is_locked, 0) = 0 AND coalesce(o.is_locked, 0) = 0
      """;

  /** Remembers a token. */
  public void insert(Tx tx, AccessToken token, TokenSecret secret) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO access_token
              (id, hash, kind, name, scope, user_id, repo_key, publisher_id, session_id, issuer,
               subject, created_at, expires_at)
            VALUES
              (:id, :hash, :kind, :name, :scope, :user, :repo, :publisher, :session, :issuer,
               :subject, :created, :expires)
            """)
        .bind("id", token.id().hex())
        .bind("hash", secret.hash())
        .bind("kind", token.kind().word())
        .bind("name", token.name())
        .bind("scope", token.scope().name())
        .bind("user", token.user().map(UserId::hex).orElse(null))
        .bind("repo", token.repo().map(RepoKey::hex).orElse(null))
        .bind("publisher", token.origin().map(TokenOrigin::publisherId).orElse(null))
        .bind("session", token.origin().map(TokenOrigin::sessionId).orElse(null))
        .bind("issuer", token.origin().map(origin -> origin.issuer().text()).orElse(null))
        .bind("subject", token.origin().map(origin -> origin.subject().text()).orElse(null))
        .bind("created", token.createdAt().toEpochMilli())
        .bind("expires", token.expiresAt().map(Instant::toEpochMilli).orElse(null))
        .execute();
  }

  /**
   * The token, if it is known, not expired, and neither its user nor its repository's owner locked.
   */
  public Optional<LiveToken> findLive(Tx tx, TokenSecret secret, Instant now) {
    return tx.handle()
        .createQuery(LIVE + " AND t.hash = :hash")
        .bind("hash", secret.hash())
        .bind("now", now.toEpochMilli())
        .map((row, _) -> live(row))
        .findOne();
  }

  /** The same, for a signed address that carries the id. */
  public Optional<LiveToken> findLive(Tx tx, TokenId id, Instant now) {
    return tx.handle()
        .createQuery(LIVE + " AND t.id = :id")
        .bind("id", id.hex())
        .bind("now", now.toEpochMilli())
        .map((row, _) -> live(row))
        .findOne();
  }

  /**
   * Whether a caller who was let in is still let in: what began with a token that lived may end
   * when it does not.
   */
  public boolean lives(Tx tx, Caller caller, Instant now) {
    return caller.token().map(token -> findLive(tx, token, now).isPresent()).orElse(true);
  }

  /** The exchange that a token came from, if it is there and came from one. */
  public Optional<TokenOrigin> origin(Tx tx, TokenId id) {
    return tx.handle()
        .createQuery("SELECT * FROM access_token WHERE id = :id")
        .bind("id", id.hex())
        .map((row, _) -> origin(row))
        .findOne()
        .flatMap(origin -> origin);
  }

  /** The tokens that a user made, newest first. */
  public List<AccessToken> personal(Tx tx, UserId user) {
    return tx.handle()
        .createQuery(
            """
            SELECT * FROM access_token WHERE user_id = :user AND kind = 'personal'
            ORDER BY created_at DESC
            """)
        .bind("user", user.hex())
        .map((row, _) -> token(row))
        .list();
  }

  /** Ends one token. */
  public void delete(Tx tx, TokenId id) {
    tx.handle()
        .createUpdate("DELETE FROM access_token WHERE id = :id")
        .bind("id", id.hex())
        .execute();
  }

  /** Ends the tokens that came by a publisher. */
  public int deleteOfPublisher(Tx tx, String publisherId) {
    return tx.handle()
        .createUpdate("DELETE FROM access_token WHERE publisher_id = :publisher")
        .bind("publisher", publisherId)
        .execute();
  }

  /** Ends the tokens of one repository. */
  public int deleteOfRepo(Tx tx, RepoKey repo) {
    return tx.handle()
        .createUpdate("DELETE FROM access_token WHERE repo_key = :repo")
        .bind("repo", repo.hex())
        .execute();
  }

  /** Ends the tokens that came by any publisher of an issuer. */
  public int deleteOfIssuer(Tx tx, Issuer issuer) {
    return tx.handle()
        .createUpdate("DELETE FROM access_token WHERE issuer = :issuer")
        .bind("issuer", issuer.text())
        .execute();
  }

  /** Forgets tokens that expired before {@code now}. */
  int deleteExpired(Tx tx, Instant now) {
    return tx.handle()
        .createUpdate("DELETE FROM access_token WHERE expires_at <= :now")
        .bind("now", now.toEpochMilli())
        .execute();
  }

  void touch(Tx tx, Collection<TokenId> used, Instant at) {
    var batch =
        tx.handle().prepareBatch("UPDATE access_token SET last_used_at = :at WHERE id = :id");
    used.forEach(id -> batch.bind("at", at.toEpochMilli()).bind("id", id.hex()).add());
    batch.execute();
  }

  private static LiveToken live(ResultSet row) throws SQLException {
    return new LiveToken(
        token(row), Optional.ofNullable(row.getString("user_name")).map(Namespace::new));
  }

  private static AccessToken token(ResultSet row) throws SQLException {
    long expires = row.getLong("expires_at");
    Optional<Instant> expiresAt =
        row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(expires));
    return new AccessToken(
        new TokenId(row.getString("id")),
        kind(row.getString("kind")),
        row.getString("name"),
        Scope.valueOf(row.getString("scope")),
        Optional.ofNullable(row.getString("user_id")).map(UserId::new),
        Optional.ofNullable(row.getString("repo_key")).map(RepoKey::new),
        origin(row),
        Instant.ofEpochMilli(row.getLong("created_at")),
        expiresAt);
  }

  private static AccessToken.Kind kind(String word) {
    for (AccessToken.Kind kind : AccessToken.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new IllegalStateException("a token of kind " + word);
  }

  private static Optional<TokenOrigin> origin(ResultSet row) throws SQLException {
    String publisher = row.getString("publisher_id");
    return publisher == null
        ? Optional.empty()
        : Optional.of(
            new TokenOrigin(
                publisher,
                row.getString("session_id"),
                new Issuer(row.getString("issuer")),
                new Subject(row.getString("subject"))));
  }
}
