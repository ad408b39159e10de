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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The issuers that are registered here, and the operator's exceptions for them. */
public final class IssuerRegistry {

  /** Longest name of a key; no token may name a longer one. */
  static final int MAX_KEY_CHARACTERS = 256;

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
      RegisteredIssuer first = before.orElseGet(() -> RegisteredIssuer.named(issuer));
      return exceptions
          .over(first, time.instant())
          // The access before the settings: nobody reads it while there are pasted keys.
          .then(now -> now.access().reach().then(_ -> now.settings()).then(_ -> Parsed.of(now)))
          .then(now -> {
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
   * Ends trust in a key, whatever its issuer says of it: no token that stands on it is accepted
   * from now on, and the access tokens that came by its issuer die at once, because which of them
   * came by this key is not remembered.
   *
   * @param key its id, or its thumbprint
   * @return how many access tokens died; malformed if nothing changed
   */
  public Parsed<Integer> distrust(Actor actor, Issuer issuer, String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS) {
      return Parsed.malformed("a key is named by its id (kid), or by its thumbprint");
    }
    return database.write(tx -> {
      if (store.find(tx, issuer).isEmpty()) {
        return Parsed.malformed("there is no issuer " + issuer);
      }
      if (!store.distrust(tx, issuer, key, time.instant())) {
        return Parsed.malformed("that key is distrusted already");
      }
      int ended = tokens.deleteOfIssuer(tx, issuer);
      Map<String, String> details = Map.of("key", key, "endedTokens", String.valueOf(ended));
      log(tx, actor, "issuer.distrust_key", issuer, details);
      return Parsed.of(ended);
    });
  }

  /** Trusts a key again that {@link #distrust} named so; false if there is none of that name. */
  public boolean trust(Actor actor, Issuer issuer, String key) {
    return database.write(tx -> {
      boolean trusted = store.trust(tx, issuer, key);
      if (trusted) {
        log(tx, actor, "issuer.trust_key", issuer, Map.of("key", key));
      }
      return trusted;
    });
  }

  /**
   * Asks every hub that runs on this database to fetch an issuer's keys, within a second.
   *
   * @return false if there is no such issuer
   */
  public boolean refresh(Actor actor, Issuer issuer) {
    return database.write(tx -> {
      boolean known = store.find(tx, issuer).isPresent();
      if (known) {
        store.wantRefresh(tx, issuer, time.instant());
        log(tx, actor, "issuer.refresh", issuer, Map.of());
      }
      return known;
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
            "allowPrivate", String.valueOf(issuer.access().allowsPrivate()),
            "networks", String.join(" ", issuer.access().networks()),
            "keyHosts", String.join(" ", issuer.access().keyHosts()),
            "ownAuthorities", String.valueOf(!issuer.access().authorities().isEmpty()),
            "staticKeys", String.valueOf(issuer.pasted().isPresent()));
    log(tx, actor, action, issuer.issuer(), details);
  }

  private void log(Tx tx, Actor actor, String action, Issuer issuer, Map<String, String> details) {
    audit.append(
        tx,
        new AuditEvent(
            action, actor, Optional.empty(), issuer.text(), AuditEvent.COMMAND_LINE, details));
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
        settings().stream().filter(settings -> keys.health(settings).isUntried()).toList());
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
