package dev.slipway.keywatch;

import dev.slipway.jobs.Jobs;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.sql.Database;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.KeyCache;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Watches over issuers' keys in a hub that runs: fetches them when the operator asks, who sits at
 * another process, and writes down for him how fetching goes. Nobody is let in or refused because
 * of what it writes.
 */
public final class KeyWatch {

  /** The operator sees what happened, and is obeyed, within a second. */
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Database database;
  private final IssuerStore issuers;
  private final KeyCache keys;
  private final KeyRecordStore records = new KeyRecordStore();

  /** What each issuer's wish was when it was last looked at; only the job touches these two. */
  private final Map<Issuer, Instant> obeyed = new HashMap<>();

  private final Map<Issuer, KeyCache.Health> recorded = new HashMap<>();

  /** Watches over these keys. */
  public KeyWatch(Database database, IssuerStore issuers, KeyCache keys) {
    this.database = database;
    this.issuers = issuers;
    this.keys = keys;
  }

  /** Begins to watch; wishes of before are fulfilled, because this process has no old keys. */
  public void schedule(Jobs jobs) {
    obeyed.putAll(database.read(issuers::refreshesWanted));
    jobs.every(INTERVAL, "watch over keys of issuers", this::look);
  }

  private void look() {
    obey();
    record();
  }

  private void obey() {
    Map<Issuer, Instant> wanted = database.read(issuers::refreshesWanted);
    wanted.forEach((issuer, at) -> {
      if (!at.equals(obeyed.get(issuer))) {
        // On a thread of its own, so that an issuer that hangs holds up no other.
        Thread.ofVirtual().name("refresh").start(() -> refresh(issuer));
      }
    });
    obeyed.clear();
    obeyed.putAll(wanted);
  }

  private void refresh(Issuer issuer) {
    database
        .read(tx -> issuers.find(tx, issuer))
        .filter(RegisteredIssuer::isEnabled)
        .ifPresent(this::fetch);
  }

  /** Fetches an issuer's keys now, into this process; empty if it may not be reached at all. */
  Optional<KeyCache.Health> fetch(RegisteredIssuer issuer) {
    return issuer.settings() instanceof Value<IssuerSettings>(var settings)
        ? Optional.of(keys.refresh(settings))
        : Optional.empty();
  }

  private void record() {
    List<KeyCache.Health> known = keys.known();
    List<KeyCache.Health> changed =
        known.stream()
            .filter(health -> !health.isUntried() && !health.equals(recorded.get(health.issuer())))
            .toList();
    if (changed.isEmpty()) {
      return;
    }
    database.write(tx -> {
      changed.stream()
          .filter(health -> issuers.find(tx, health.issuer()).isPresent())
          .forEach(health -> records.record(tx, health));
      return changed;
    });
    changed.forEach(health -> recorded.put(health.issuer(), health));
    recorded
        .keySet()
        .retainAll(known.stream().map(KeyCache.Health::issuer).collect(Collectors.toSet()));
  }

  /** What there is to know of an issuer, if it is registered. */
  public Optional<IssuerReport> report(Issuer issuer) {
    return database.read(tx ->
        issuers
            .find(tx, issuer)
            .map(found ->
                new IssuerReport(
                    found,
                    issuers.publishers(tx, issuer),
                    issuers.distrusted(tx, issuer),
                    records.fetches(tx, issuer),
                    records.keys(tx, issuer))));
  }
}
