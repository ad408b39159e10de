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

  /**
   * Registers an issuer, or changes what the operator names of it. Where that changes whose tokens
   * are believed, the access tokens that came by it die at once.
   */
  public Parsed<RegisteredIssuer> add(Actor actor, Issuer issuer, IssuerExceptions exceptions) {
    return database.write(tx -> {
      Optional<RegisteredIssuer> before = store.find(tx, issuer);
      RegisteredIssuer now =
          exceptions.over(before.orElseGet(() -> RegisteredIssuer.named(issuer)));
      return now.settings()
          .then(_ -> {
            store.replace(tx, now, time.instant());
            if (before.filter(known -> !now.believesAs(known)).isPresent()) {
              tokens.deleteOfIssuer(tx, issuer);
            }
            log(tx, actor, "issuer.add", now);
            return Parsed.of(now);
          });
    });
  }

  /**
   * Accepts an issuer's tokens again, or no more; then the access tokens that came by it die at
   * once.
   */
  public boolean setEnabled(Actor actor, Issuer issuer, boolean enabled) {
    return database.write(tx -> {
      Optional<RegisteredIssuer> known = store.find(tx, issuer);
      if (known.isEmpty()) {
        return false;
      }
      store.setEnabled(tx, issuer, enabled);
      if (!enabled) {
        tokens.deleteOfIssuer(tx, issuer);
      }
      log(tx, actor, enabled ? "issuer.enable" : "issuer.disable", known.get());
      return true;
    });
  }

  private void log(Tx tx, Actor actor, String action, RegisteredIssuer issuer) {
    Map<String, String> details =
        Map.of(
            "preset", issuer.preset().orElse("none"),
            "allowPrivate", String.valueOf(issuer.allowsPrivate()),
            "ownAuthorities", String.valueOf(!issuer.authorities().isEmpty()),
            "staticKeys", String.valueOf(issuer.jwks().isPresent()));
    audit.append(
        tx,
        new AuditEvent(
            action,
            actor,
            Optional.empty(),
            issuer.issuer().text(),
            AuditEvent.COMMAND_LINE,
            details));
  }

  /** Fetches the keys of every enabled issuer again, but for those that nobody names any more. */
  void refresh(KeyCache keys) {
    database.write(store::deleteUnused);
    keys.refreshAll(settings());
  }

  /**
   * Fetches the keys of issuers that nobody has asked yet, so that their first exchange need not.
   */
  void fetchNew(KeyCache keys) {
    keys.refreshEach(
        settings().stream().filter(settings -> isUntried(keys.health(settings))).toList());
  }

  private static boolean isUntried(KeyCache.Health health) {
    return health.lastSuccess().equals(Instant.EPOCH)
        && health.failure().equals(KeyCache.Failure.NONE);
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
