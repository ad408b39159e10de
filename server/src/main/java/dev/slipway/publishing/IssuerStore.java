package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.publishing.RegisteredIssuer.Access;
import dev.slipway.publishing.RegisteredIssuer.PastedKeys;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.Update;

/** All SQL of registered issuers, and of the keys of theirs that are distrusted. */
public final class IssuerStore {

  /** The issuer of exactly this text. */
  public Optional<RegisteredIssuer> find(Tx tx, Issuer issuer) {
    return tx.handle()
        .createQuery(
            """
            SELECT i.*, EXISTS (SELECT 1 FROM issuer_distrusted_key d WHERE d.issuer = i.url)
              AS has_distrusted
            FROM issuer i WHERE i.url = :url
            """)
        .bind("url", issuer.text())
        .map((row, _) ->
            issuer(
                row,
                row.getInt("has_distrusted") == 0
                    ? Set.<String>of()
                    : distrusted(tx, issuer).keySet()))
        .findOne();
  }

  /** Those of the issuers that are registered. */
  Map<Issuer, RegisteredIssuer> find(Tx tx, Collection<Issuer> issuers) {
    if (issuers.isEmpty()) {
      return Map.of();
    }
    Map<String, Set<String>> distrusted = distrusted(tx);
    return tx
        .handle()
        .createQuery("SELECT * FROM issuer WHERE url IN (<urls>)")
        .bindList("urls", issuers.stream().map(Issuer::text).distinct().toList())
        .map((row, _) -> issuer(row, distrusted))
        .stream()
        .collect(Collectors.toMap(RegisteredIssuer::issuer, issuer -> issuer));
  }

  /** Every issuer, by its text. */
  public List<RegisteredIssuer> list(Tx tx) {
    Map<String, Set<String>> distrusted = distrusted(tx);
    return tx.handle()
        .createQuery("SELECT * FROM issuer ORDER BY url")
        .map((row, _) -> issuer(row, distrusted))
        .list();
  }

  /** The names of all keys that are distrusted, by their issuer. */
  private static Map<String, Set<String>> distrusted(Tx tx) {
    Map<String, Set<String>> distrusted = new HashMap<>();
    tx.handle()
        .createQuery("SELECT issuer, key_name FROM issuer_distrusted_key")
        .map((row, _) -> Map.entry(row.getString("issuer"), row.getString("key_name")))
        .forEach(key ->
            distrusted.computeIfAbsent(key.getKey(), _ -> new HashSet<>()).add(key.getValue()));
    return distrusted;
  }

  /** Registers an issuer that a maintainer names, unless it is registered. */
  void insert(Tx tx, RegisteredIssuer issuer, Instant at) {
    said(
            tx.handle()
                .createUpdate(
                    """
                    INSERT INTO issuer
                      (url, preset, allow_private, networks, key_hosts, ca, jwks, jwks_pasted_at,
                       jwks_review_seconds, is_enabled, by_operator, created_at)
                    VALUES
                      (:url, :preset, :private, :networks, :hosts, :ca, :jwks, :pasted,
                       :review, :enabled, :operator, :at)
                    ON CONFLICT (url) DO NOTHING
                    """),
            issuer)
        .bind("enabled", issuer.isEnabled() ? 1 : 0)
        .bind("operator", issuer.isByOperator() ? 1 : 0)
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** Writes what the operator says, over what was there; one that is disabled stays so. */
  void replace(Tx tx, RegisteredIssuer issuer, Instant at) {
    insert(tx, issuer, at);
    said(
            tx.handle()
                .createUpdate(
                    """
                    UPDATE issuer SET preset = :preset, allow_private = :private,
                      networks = :networks, key_hosts = :hosts, ca = :ca, jwks = :jwks,
                      jwks_pasted_at = :pasted, jwks_review_seconds = :review, by_operator = 1
                    WHERE url = :url
                    """),
            issuer)
        .execute();
  }

  private static Update said(Update update, RegisteredIssuer issuer) {
    Access access = issuer.access();
    return update
        .bind("url", issuer.issuer().text())
        .bind("preset", issuer.preset().orElse(null))
        .bind("private", access.allowsPrivate() ? 1 : 0)
        .bind("networks", String.join("\n", access.networks()))
        .bind("hosts", String.join("\n", access.keyHosts()))
        .bind("ca", access.authorities())
        .bind("jwks", issuer.pasted().map(PastedKeys::jwks).orElse(null))
        .bind("pasted", issuer.pasted().map(keys -> keys.pastedAt().toEpochMilli()).orElse(null))
        .bind(
            "review",
            issuer.pasted().flatMap(PastedKeys::reviewAfter).map(Duration::toSeconds).orElse(null));
  }

  /**
   * Forgets issuers that maintainers named and no publisher names any more. One that the operator
   * disabled, or a key of which he distrusts, stays, so that naming it again does not undo that.
   */
  int deleteUnused(Tx tx) {
    return tx.handle()
        .createUpdate(
            """
            DELETE FROM issuer WHERE by_operator = 0 AND is_enabled = 1
              AND NOT EXISTS (SELECT 1 FROM publisher p WHERE p.issuer = issuer.url)
              AND NOT EXISTS (SELECT 1 FROM issuer_distrusted_key d WHERE d.issuer = issuer.url)
            """)
        .execute();
  }

  void setEnabled(Tx tx, Issuer issuer, boolean enabled) {
    tx.handle()
        .createUpdate("UPDATE issuer SET is_enabled = :enabled WHERE url = :url")
        .bind("enabled", enabled ? 1 : 0)
        .bind("url", issuer.text())
        .execute();
  }

  /** Asks every hub that runs to fetch its keys again. */
  public void wantRefresh(Tx tx, Issuer issuer, Instant at) {
    tx.handle()
        .createUpdate(
            """
            UPDATE issuer SET refresh_wanted_at =
              CASE WHEN refresh_wanted_at >= :at THEN refresh_wanted_at + 1 ELSE :at END
            WHERE url = :url
            """)
        .bind("at", at.toEpochMilli())
        .bind("url", issuer.text())
        .execute();
  }

  /** When the keys of each issuer were last wanted anew; no two wishes for one are the same. */
  public Map<Issuer, Instant> refreshesWanted(Tx tx) {
    Map<Issuer, Instant> wanted = new HashMap<>();
    tx.handle()
        .createQuery("SELECT url, refresh_wanted_at FROM issuer WHERE refresh_wanted_at > 0")
        .map((row, _) ->
            Map.entry(
                new Issuer(row.getString("url")),
                Instant.ofEpochMilli(row.getLong("refresh_wanted_at"))))
        .forEach(wish -> wanted.put(wish.getKey(), wish.getValue()));
    return wanted;
  }

  /**
   * Ends trust in a key.
   *
   * @return false if it had ended before
   */
  boolean distrust(Tx tx, Issuer issuer, String key, Instant at) {
    return tx.handle()
            .createUpdate(
                """
                INSERT INTO issuer_distrusted_key (issuer, key_name, created_at)
                VALUES (:issuer, :key, :at) ON CONFLICT (issuer, key_name) DO NOTHING
                """)
            .bind("issuer", issuer.text())
            .bind("key", key)
            .bind("at", at.toEpochMilli())
            .execute()
        == 1;
  }

  /** Trusts a key again; false if it was not distrusted. */
  boolean trust(Tx tx, Issuer issuer, String key) {
    return tx.handle()
            .createUpdate(
                "DELETE FROM issuer_distrusted_key WHERE issuer = :issuer AND key_name = :key")
            .bind("issuer", issuer.text())
            .bind("key", key)
            .execute()
        == 1;
  }

  /** The keys that are distrusted, each with the time since which. */
  public Map<String, Instant> distrusted(Tx tx, Issuer issuer) {
    Map<String, Instant> keys = new HashMap<>();
    tx.handle()
        .createQuery(
            "SELECT key_name, created_at FROM issuer_distrusted_key WHERE issuer = :issuer")
        .bind("issuer", issuer.text())
        .map((row, _) ->
            Map.entry(row.getString("key_name"), Instant.ofEpochMilli(row.getLong("created_at"))))
        .forEach(key -> keys.put(key.getKey(), key.getValue()));
    return keys;
  }

  /** How many publishers name it. */
  public int publishers(Tx tx, Issuer issuer) {
    return tx.handle()
        .createQuery("SELECT count(*) FROM publisher WHERE issuer = :issuer")
        .bind("issuer", issuer.text())
        .mapTo(Integer.class)
        .one();
  }

  private static RegisteredIssuer issuer(ResultSet row, Map<String, Set<String>> distrusted)
      throws SQLException {
    return issuer(row, distrusted.getOrDefault(row.getString("url"), Set.of()));
  }

  private static RegisteredIssuer issuer(ResultSet row, Set<String> distrusted)
      throws SQLException {
    Access access =
        new Access(
            row.getInt("allow_private") == 1,
            lines(row.getString("networks")),
            lines(row.getString("key_hosts")),
            row.getString("ca"));
    return new RegisteredIssuer(
        new Issuer(row.getString("url")),
        Optional.ofNullable(row.getString("preset")),
        access,
        pasted(row),
        distrusted,
        row.getInt("is_enabled") == 1,
        row.getInt("by_operator") == 1);
  }

  private static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("\n"));
  }

  private static Optional<PastedKeys> pasted(ResultSet row) throws SQLException {
    String jwks = row.getString("jwks");
    if (jwks == null) {
      return Optional.empty();
    }
    Instant at = Instant.ofEpochMilli(row.getLong("jwks_pasted_at"));
    Duration review = Duration.ofSeconds(row.getLong("jwks_review_seconds"));
    return Optional.of(new PastedKeys(jwks, at, Optional.of(review).filter(Duration::isPositive)));
  }
}
