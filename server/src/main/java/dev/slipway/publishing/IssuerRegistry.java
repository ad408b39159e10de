package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.KeyCache;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The issuers that are registered here, and the operator's exceptions for them. */
public final class IssuerRegistry {

  private final Database database;
  private final IssuerStore store;
  private final TokenStore tokens;
  private final AuditStore audit;
  private final InstantSource time;

  /** Works on these rows. */
  public IssuerRegistry(
      Database database,
      IssuerStore store,
      TokenStore tokens,
      AuditStore audit,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.tokens = tokens;
    this.audit = audit;
    this.time = time;
  }

  /** Every issuer. */
  public List<RegisteredIssuer> list() {
    return database.read(store::list);
  }

  /** The issuer, if it is registered. */
  public Optional<RegisteredIssuer> find(Issuer issuer) {
    return database.read(tx -> store.find(tx, issuer));
  }

  /** Registers an issuer as the operator describes it, or changes what is registered. */
  public Parsed<RegisteredIssuer> add(Actor actor, RegisteredIssuer issuer) {
    return issuer
        .settings()
        .then(_ -> {
          database.write(tx -> {
            store.replace(tx, issuer, time.instant());
            log(tx, actor, "issuer.add", issuer.issuer());
            return issuer;
          });
          return Parsed.of(issuer);
        });
  }

  /**
   * Accepts an issuer's tokens again, or no more; then the access tokens that came by it die at
   * once.
   */
  public boolean setEnabled(Actor actor, Issuer issuer, boolean enabled) {
    return database.write(tx -> {
      if (store.find(tx, issuer).isEmpty()) {
        return false;
      }
      store.setEnabled(tx, issuer, enabled);
      if (!enabled) {
        tokens.deleteOfIssuer(tx, issuer);
      }
      log(tx, actor, enabled ? "issuer.enable" : "issuer.disable", issuer);
      return true;
    });
  }

  private void log(Tx tx, Actor actor, String action, Issuer issuer) {
    audit.append(
        tx,
        new AuditEvent(
            action, actor, Optional.empty(), issuer.text(), AuditEvent.COMMAND_LINE, Map.of()));
  }

  /** Fetches the keys of every enabled issuer again. */
  void refresh(KeyCache keys) {
    keys.refreshAll(settings());
  }

  /**
   * Fetches the keys of issuers that nobody has asked yet, so that their first exchange need not.
   */
  void fetchNew(KeyCache keys) {
    for (IssuerSettings settings : settings()) {
      KeyCache.Health health = keys.health(settings);
      boolean untried =
          health.lastSuccess().equals(Instant.EPOCH)
              && health.failure().equals(KeyCache.Failure.NONE);
      if (untried && settings.enabled()) {
        keys.refresh(settings);
      }
    }
  }

  private List<IssuerSettings> settings() {
    List<IssuerSettings> all = new ArrayList<>();
    for (RegisteredIssuer issuer : list()) {
      switch (issuer.settings()) {
        case Value<IssuerSettings>(var settings) -> all.add(settings);
        case Malformed<IssuerSettings> _ -> {
          // nothing can be fetched from it, and exchanges say so
        }
      }
    }
    return all;
  }
}
