package dev.slipway.tokens;

import dev.slipway.names.Issuer;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.ExchangeSession.Fact;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** All SQL of sessions: what is remembered of ID tokens that were exchanged. */
public final class ExchangeSessionStore {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Remembers a session, unless an earlier exchange of the same ID token did. */
  public void insert(Tx tx, ExchangeSession session) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO exchange_session
              (id, issuer, subject, claims, facts, issued_at, created_at)
            VALUES (:id, :issuer, :subject, :claims, :facts, :issued, :created)
            ON CONFLICT (id) DO NOTHING
            """)
        .bind("id", session.id())
        .bind("issuer", session.issuer().text())
        .bind("subject", session.subject().text())
        .bind("claims", JSON.writeValueAsString(session.claims()))
        .bind("facts", JSON.writeValueAsString(words(session.facts())))
        .bind("issued", session.issuedAt().toEpochMilli())
        .bind("created", session.createdAt().toEpochMilli())
        .execute();
  }

  /** Notes that a publisher let the session in. */
  public void letIn(Tx tx, String session, String publisher, Optional<RepoKey> repo) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO session_publisher (session_id, publisher_id, repo_key)
            VALUES (:session, :publisher, :repo) ON CONFLICT DO NOTHING
            """)
        .bind("session", session)
        .bind("publisher", publisher)
        .bind("repo", repo.map(RepoKey::hex).orElse(""))
        .execute();
  }

  private static Map<String, String> words(Map<Fact, String> facts) {
    Map<String, String> words = new LinkedHashMap<>();
    facts.forEach((fact, value) -> words.put(fact.word(), value));
    return words;
  }

  /** The session of this id. */
  public Optional<ExchangeSession> find(Tx tx, String id) {
    return tx.handle()
        .createQuery("SELECT * FROM exchange_session WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> session(row))
        .findOne();
  }

  /** Forgets sessions that began before {@code limit}. */
  public int forget(Tx tx, Instant limit) {
    return tx.handle()
        .createUpdate("DELETE FROM exchange_session WHERE created_at < :limit")
        .bind("limit", limit.toEpochMilli())
        .execute();
  }

  private static ExchangeSession session(ResultSet row) throws SQLException {
    Map<String, String> words = map(row.getString("facts"));
    Map<Fact, String> facts = new EnumMap<>(Fact.class);
    for (Fact fact : Fact.values()) {
      Optional.ofNullable(words.get(fact.word())).ifPresent(value -> facts.put(fact, value));
    }
    return new ExchangeSession(
        row.getString("id"),
        new Issuer(row.getString("issuer")),
        new Subject(row.getString("subject")),
        map(row.getString("claims")),
        facts,
        Instant.ofEpochMilli(row.getLong("issued_at")),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static Map<String, String> map(String json) {
    return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
  }
}
