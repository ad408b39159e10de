package dev.slipway.tokens;

import dev.slipway.access.Caller;
import dev.slipway.access.RefScope;
import dev.slipway.access.Scope;
import dev.slipway.access.TokenId;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoName;
import dev.slipway.names.RepoType;
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

  private static final String UNLOCKED =
      """
      SELECT t.*, u.name AS user_name FROM access_token t
      LEFT JOIN account u ON u.id = t.user_id
      LEFT JOIN repo r ON r.key = t.repo_key
      LEFT JOIN account o ON o.id = r.owner_id
      WHERE (t.expires_at IS NULL OR t.expires_at > :now)
        AND coalesce(u.is_locked, 0) = 0 AND coalesce(o.is_locked, 0) = 0
      """;

  private static final String LIVE = UNLOCKED + " AND t.burnt_request IS NULL";

  /** Remembers a token. */
  public void insert(Tx tx, AccessToken token, TokenSecret secret) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO access_token
              (id, hash, kind, name, scope, user_id, repo_key, publisher_id, publisher_version,
               session_id, issuer, subject, refs, burns, created_at, expires_at)
            VALUES
              (:id, :hash, :kind, :name, :scope, :user, :repo, :publisher, :version,
               :session, :issuer, :subject, :refs, :burns, :created, :expires)
            """)
        .bind("id", token.id().hex())
        .bind("hash", secret.hash())
        .bind("kind", token.kind().word())
        .bind("name", token.name())
        .bind("scope", token.scope().name())
        .bind("user", token.user().map(UserId::hex).orElse(null))
        .bind("repo", token.repo().map(RepoKey::hex).orElse(null))
        .bind("publisher", token.origin().map(TokenOrigin::publisherId).orElse(null))
        .bind("version", token.origin().map(TokenOrigin::publisherVersion).orElse(null))
        .bind("session", token.origin().map(TokenOrigin::sessionId).orElse(null))
        .bind("issuer", token.origin().map(origin -> origin.issuer().text()).orElse(null))
        .bind("subject", token.origin().map(origin -> origin.subject().text()).orElse(null))
        .bind("refs", String.join("\n", token.limits().refs().patterns()))
        .bind("burns", token.limits().burns() ? 1 : 0)
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

  /** The token whether it works or not: for whoever wants to end it. */
  Optional<KnownToken> find(Tx tx, TokenSecret secret) {
    return tx.handle()
        .createQuery(
            """
            SELECT t.*, u.name AS user_name, coalesce(u.id, r.owner_id) AS owner_id,
              r.type AS repo_type, o.name AS owner_name, r.name AS repo_name
            FROM access_token t
            LEFT JOIN account u ON u.id = t.user_id
            LEFT JOIN repo r ON r.key = t.repo_key
            LEFT JOIN account o ON o.id = r.owner_id
            WHERE t.hash = :hash
            """)
        .bind("hash", secret.hash())
        .map((row, _) ->
            new KnownToken(live(row), new UserId(row.getString("owner_id")), target(row)))
        .findOne();
  }

  private static String target(ResultSet row) throws SQLException {
    String repo = row.getString("repo_name");
    return repo == null
        ? row.getString("user_name")
        : new RepoId(
                RepoType.ofWord(row.getString("repo_type")).orElseThrow(),
                new Namespace(row.getString("owner_name")),
                new RepoName(repo))
            .path();
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

  /**
   * Ends a token with its one change, which leaves this.
   *
   * @return false if it ended so before
   */
  public boolean burn(Tx tx, TokenId id, BurntToken left) {
    return tx.handle()
            .createUpdate(
                """
                UPDATE access_token SET burnt_request = :request, burnt_answer = :answer
                WHERE id = :id AND burnt_request IS NULL
                """)
            .bind("request", left.request())
            .bind("answer", left.answer())
            .bind("id", id.hex())
            .execute()
        == 1;
  }

  /** What is left of a token that died with its one change and would live otherwise. */
  Optional<BurntToken> findBurnt(Tx tx, TokenSecret secret, Instant now) {
    return tx.handle()
        .createQuery(UNLOCKED + " AND t.hash = :hash AND t.burnt_request IS NOT NULL")
        .bind("hash", secret.hash())
        .bind("now", now.toEpochMilli())
        .map((row, _) ->
            new BurntToken(row.getString("burnt_request"), row.getString("burnt_answer")))
        .findOne();
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
        limits(row),
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

  private static TokenLimits limits(ResultSet row) throws SQLException {
    String refs = row.getString("refs");
    return new TokenLimits(
        refs.isEmpty() ? RefScope.EVERY : new RefScope(List.of(refs.split("\n"))),
        row.getInt("burns") == 1);
  }

  private static Optional<TokenOrigin> origin(ResultSet row) throws SQLException {
    String publisher = row.getString("publisher_id");
    return publisher == null
        ? Optional.empty()
        : Optional.of(
            new TokenOrigin(
                publisher,
                row.getLong("publisher_version"),
                row.getString("session_id"),
                new Issuer(row.getString("issuer")),
                new Subject(row.getString("subject"))));
  }
}
