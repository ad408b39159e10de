package dev.slipway.provenance;

import dev.slipway.access.Actor;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.signing.SecretBox;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hub's keys for statements. One signs, made when it is needed; retired ones stay so that what
 * they signed can be checked. Thread-safe.
 */
public final class ProvenanceKeys {

  private final Database database;
  private final SecretBox box;
  private final AuditStore audit;
  private final InstantSource time;
  private final KeyStore store = new KeyStore();
  private volatile @Nullable SigningKey opened;

  /** Keys in these rows, whose private halves are in {@code box}. */
  public ProvenanceKeys(Database database, SecretBox box, AuditStore audit, InstantSource time) {
    this.database = database;
    this.box = box;
    this.audit = audit;
    this.time = time;
  }

  /** The key that signs now, within the transaction of what it signs. */
  SigningKey current(Tx tx) {
    return store.current(tx).map(this::open).orElseGet(() -> make(tx));
  }

  /** Opening a key costs more than to look which one it is. */
  private SigningKey open(KeyStore.Row row) {
    SigningKey known = opened;
    if (known != null && known.publicHalf().equals(row.key())) {
      return known;
    }
    byte[] secret = box.open(row.key().id(), row.sealed().orElseThrow());
    SigningKey key = SigningKey.of(row.key(), secret);
    opened = key;
    return key;
  }

  private SigningKey make(Tx tx) {
    SigningKey key = SigningKey.make();
    String id = key.publicHalf().id();
    KeyStore.Row row = new KeyStore.Row(key.publicHalf(), Optional.of(box.seal(id, key.secret())));
    store.insert(tx, row, time.instant());
    return key;
  }

  /** Every public half, retired ones too, oldest first. */
  public List<VerificationKey> all() {
    return database.read(store::all);
  }

  /**
   * Ends the signing of the present key and makes the next one; what was signed stays verifiable.
   */
  VerificationKey rotate() {
    return database.write(tx -> {
      store.retire(tx, time.instant());
      VerificationKey next = make(tx).publicHalf();
      audit.append(
          tx,
          new AuditEvent(
              "provenance.rotate_key",
              new Actor.Operator(),
              Optional.empty(),
              next.id(),
              AuditEvent.COMMAND_LINE,
              Map.of()));
      return next;
    });
  }
}
