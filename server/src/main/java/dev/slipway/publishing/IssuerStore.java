package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All SQL of registered issuers. */
public final class IssuerStore {

  /** The issuer of exactly this text. */
  public Optional<RegisteredIssuer> find(Tx tx, Issuer issuer) {
    return tx.handle()
        .createQuery("SELECT * FROM issuer WHERE url = :url")
        .bind("url", issuer.text())
        .map((row, _) -> issuer(row))
        .findOne();
  }

  /** Those of the issuers that are registered. */
  Map<Issuer, RegisteredIssuer> find(Tx tx, Collection<Issuer> issuers) {
    return issuers.isEmpty()
        ? Map.of()
        : tx
            .handle()
            .createQuery("SELECT * FROM issuer WHERE url IN (<urls>)")
            .bindList("urls", issuers.stream().map(Issuer::text).distinct().toList())
            .map((row, _) -> issuer(row))
            .stream()
            .collect(Collectors.toMap(RegisteredIssuer::issuer, issuer -> issuer));
  }

  /** Every issuer, by its text. */
  public List<RegisteredIssuer> list(Tx tx) {
    return tx.handle()
        .createQuery("SELECT * FROM issuer ORDER BY url")
        .map((row, _) -> issuer(row))
        .list();
  }

  /** Registers an issuer that a maintainer names, unless it is registered. */
  void insert(Tx tx, RegisteredIssuer issuer, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO issuer
              (url, preset, allow_private, ca, jwks, is_enabled, by_operator, created_at)
            VALUES (:url, :preset, :private, :ca, :jwks, :enabled, :operator, :at)
            ON CONFLICT (url) DO NOTHING
            """)
        .bind("url", issuer.issuer().text())
        .bind("preset", issuer.preset().orElse(null))
        .bind("private", issuer.allowsPrivate() ? 1 : 0)
        .bind("ca", issuer.authorities())
        .bind("jwks", issuer.jwks().orElse(null))
        .bind("enabled", issuer.isEnabled() ? 1 : 0)
        .bind("operator", issuer.isByOperator() ? 1 : 0)
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** Writes what the operator says, over what was there; one that is disabled stays so. */
  void replace(Tx tx, RegisteredIssuer issuer, Instant at) {
    insert(tx, issuer, at);
    tx.handle()
        .createUpdate(
            """
            UPDATE issuer SET preset = :preset, allow_private = :private, ca = :ca, jwks = :jwks,
              by_operator = 1
            WHERE url = :url
            """)
        .bind("preset", issuer.preset().orElse(null))
        .bind("private", issuer.allowsPrivate() ? 1 : 0)
        .bind("ca", issuer.authorities())
        .bind("jwks", issuer.jwks().orElse(null))
        .bind("url", issuer.issuer().text())
        .execute();
  }

  /**
   * Forgets issuers that maintainers named and no publisher names any more. One that the operator
   * disabled stays, so that naming it again does not enable it.
   */
  int deleteUnused(Tx tx) {
    return tx.handle()
        .createUpdate(
            """
            DELETE FROM issuer WHERE by_operator = 0 AND is_enabled = 1
              AND NOT EXISTS (SELECT 1 FROM publisher p WHERE p.issuer = issuer.url)
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

  private static RegisteredIssuer issuer(ResultSet row) throws SQLException {
    return new RegisteredIssuer(
        new Issuer(row.getString("url")),
        Optional.ofNullable(row.getString("preset")),
        row.getInt("allow_private") == 1,
        row.getString("ca"),
        Optional.ofNullable(row.getString("jwks")),
        row.getInt("is_enabled") == 1,
        row.getInt("by_operator") == 1);
  }
}
