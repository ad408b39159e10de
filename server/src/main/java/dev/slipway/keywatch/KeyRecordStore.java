package dev.slipway.keywatch;

import dev.slipway.keywatch.IssuerReport.Failure;
import dev.slipway.keywatch.IssuerReport.Fetches;
import dev.slipway.keywatch.IssuerReport.SeenKey;
import dev.slipway.names.Issuer;
import dev.slipway.sql.Tx;
import dev.slipway.trust.KeyCache;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of what hubs saw of issuers' keys. */
final class KeyRecordStore {

  /** So many keys of one issuer are remembered, and those that came together with the last. */
  static final int MAX_KEYS = 128;

  /** Writes down how things stand after a fetch. */
  void record(Tx tx, KeyCache.Health health) {
    if (health.failure().equals(KeyCache.Failure.NONE)) {
      succeeded(tx, health);
    } else {
      failed(tx, health);
    }
  }

  private static void succeeded(Tx tx, KeyCache.Health health) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO issuer_fetch (issuer, succeeded_at, failures, reason)
            VALUES (:issuer, :at, 0, '')
            ON CONFLICT (issuer) DO UPDATE SET
              succeeded_at = excluded.succeeded_at, failing_since = NULL, failed_at = NULL,
              failures = 0, reason = ''
            """)
        .bind("issuer", health.issuer().text())
        .bind("at", health.lastSuccess().toEpochMilli())
        .execute();
    health.keys().forEach(key -> seen(tx, health, key));
    forgetOldest(tx, health.issuer());
  }

  private static void seen(Tx tx, KeyCache.Health health, KeyCache.KnownKey key) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO issuer_key (issuer, kid, thumbprint, first_seen, last_seen)
            VALUES (:issuer, :kid, :thumbprint, :first, :last)
            ON CONFLICT (issuer, kid, thumbprint) DO UPDATE SET last_seen = excluded.last_seen
            """)
        .bind("issuer", health.issuer().text())
        .bind("kid", key.id())
        .bind("thumbprint", key.thumbprint())
        .bind("first", key.firstSeen().toEpochMilli())
        .bind("last", health.lastSuccess().toEpochMilli())
        .execute();
  }

  private static void forgetOldest(Tx tx, Issuer issuer) {
    tx.handle()
        .createUpdate(
            """
            DELETE FROM issuer_key WHERE issuer = :issuer AND last_seen <
              (SELECT min(newest.last_seen) FROM
                (SELECT last_seen FROM issuer_key WHERE issuer = :issuer
                 ORDER BY last_seen DESC LIMIT :most) newest)
            """)
        .bind("issuer", issuer.text())
        .bind("most", MAX_KEYS)
        .execute();
  }

  private static void failed(Tx tx, KeyCache.Health health) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO issuer_fetch
              (issuer, succeeded_at, failing_since, failed_at, failures, reason)
            VALUES (:issuer, :succeeded, :at, :at, 1, :reason)
            ON CONFLICT (issuer) DO UPDATE SET
              failing_since = coalesce(issuer_fetch.failing_since, excluded.failing_since),
              failed_at = excluded.failed_at, failures = issuer_fetch.failures + 1,
              reason = excluded.reason
            """)
        .bind("issuer", health.issuer().text())
        .bind(
            "succeeded",
            health.lastSuccess().equals(Instant.EPOCH) ? null : health.lastSuccess().toEpochMilli())
        .bind("at", health.failure().at().toEpochMilli())
        .bind("reason", health.failure().reason())
        .execute();
  }

  Optional<Fetches> fetches(Tx tx, Issuer issuer) {
    return tx.handle()
        .createQuery("SELECT * FROM issuer_fetch WHERE issuer = :issuer")
        .bind("issuer", issuer.text())
        .map((row, _) -> fetches(row))
        .findOne();
  }

  private static Fetches fetches(ResultSet row) throws SQLException {
    Optional<Instant> since = instant(row, "failing_since");
    Optional<Instant> last = instant(row, "failed_at");
    long failures = row.getLong("failures");
    String reason = row.getString("reason");
    return new Fetches(
        instant(row, "succeeded_at"),
        since.map(from -> new Failure(from, last.orElse(from), failures, reason)));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  /** Its keys, those that were seen last before the others. */
  List<SeenKey> keys(Tx tx, Issuer issuer) {
    return tx.handle()
        .createQuery(
            """
            SELECT k.*, f.succeeded_at FROM issuer_key k
            LEFT JOIN issuer_fetch f ON f.issuer = k.issuer
            WHERE k.issuer = :issuer
            ORDER BY k.last_seen DESC, k.first_seen DESC, k.kid, k.thumbprint
            """)
        .bind("issuer", issuer.text())
        .map((row, _) ->
            new SeenKey(
                row.getString("kid"),
                row.getString("thumbprint"),
                Instant.ofEpochMilli(row.getLong("first_seen")),
                Instant.ofEpochMilli(row.getLong("last_seen")),
                row.getLong("last_seen") == row.getLong("succeeded_at")))
        .list();
  }
}
