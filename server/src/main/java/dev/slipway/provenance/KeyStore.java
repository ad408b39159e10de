package dev.slipway.provenance;

import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of the keys that sign statements. */
final class KeyStore {

  /**
   * A key as its row has it.
   *
   * @param sealed the private half; absent once the key is retired
   */
  record Row(VerificationKey key, Optional<String> sealed) {}

  /** The key that signs, if there is one. */
  Optional<Row> current(Tx tx) {
    return tx.handle()
        .createQuery(
            "SELECT * FROM provenance_key WHERE retired_at IS NULL ORDER BY created_at LIMIT 1")
        .map((row, _) -> key(row))
        .findOne();
  }

  /** Every key that ever signed, oldest first. */
  List<VerificationKey> all(Tx tx) {
    return tx.handle()
        .createQuery("SELECT * FROM provenance_key ORDER BY created_at, id")
        .map((row, _) -> key(row).key())
        .list();
  }

  void insert(Tx tx, Row row, Instant at) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO provenance_key (id, public_key, sealed_key, created_at)
            VALUES (:id, :public, :sealed, :at)
            """)
        .bind("id", row.key().id())
        .bind("public", row.key().x())
        .bind("sealed", row.sealed().orElseThrow())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  /** Ends the signing of every key; their private halves are gone. */
  int retire(Tx tx, Instant at) {
    return tx.handle()
        .createUpdate(
            """
            UPDATE provenance_key SET sealed_key = NULL, retired_at = :at
            WHERE retired_at IS NULL
            """)
        .bind("at", at.toEpochMilli())
        .execute();
  }

  private static Row key(ResultSet row) throws SQLException {
    return new Row(
        new VerificationKey(row.getString("public_key")),
        Optional.ofNullable(row.getString("sealed_key")));
  }
}
