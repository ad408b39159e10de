package dev.slipway.signing;

import dev.slipway.sql.Tx;
import java.security.SecureRandom;
import java.util.HexFormat;

/** The hub's own secrets in SQL; each is made the first time that it is asked for. */
public final class HubSecretStore {

  private static final int SECRET_BYTES = 32;

  private final SecureRandom random;

  /** New secrets are drawn from {@code random}. */
  public HubSecretStore(SecureRandom random) {
    this.random = random;
  }

  /** The 256 bits of this name, the same on every node and after every restart. */
  public byte[] secret(Tx tx, String name) {
    byte[] fresh = new byte[SECRET_BYTES];
    random.nextBytes(fresh);
    tx.handle()
        .createUpdate(
            "INSERT INTO hub_secret (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
        .bind("name", name)
        .bind("value", HexFormat.of().formatHex(fresh))
        .execute();
    String value =
        tx.handle()
            .createQuery("SELECT value FROM hub_secret WHERE name = :name")
            .bind("name", name)
            .mapTo(String.class)
            .one();
    return HexFormat.of().parseHex(value);
  }
}
