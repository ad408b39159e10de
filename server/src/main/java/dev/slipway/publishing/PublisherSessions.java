package dev.slipway.publishing;

import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.RepoKey;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.repos.RepoGate;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.SessionStore;
import dev.slipway.tokens.TokenSession;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sessions of jobs that the publishers of a target let in. Whoever calls has made sure that the
 * actor may.
 */
public final class PublisherSessions {

  private final Database database;
  private final RepoGate gate;
  private final Stores stores;
  private final InstantSource time;

  /** The rows that it works on. */
  public record Stores(
      PublisherStore publishers,
      NamespacePublishers namespaces,
      SessionStore sessions,
      AuditStore audit) {}

  /** Works on these rows. */
  public PublisherSessions(Database database, RepoGate gate, Stores stores, InstantSource time) {
    this.database = database;
    this.gate = gate;
    this.stores = stores;
    this.time = time;
  }

  /** The sessions that live, newest first. */
  public List<TokenSession> list(Target target) {
    return database.read(tx -> list(tx, target));
  }

  private List<TokenSession> list(Tx tx, Target target) {
    return stores.sessions().list(tx, publishers(tx, target), repo(target), time.instant());
  }

  private List<String> publishers(Tx tx, Target target) {
    return Stream.concat(
            stores.publishers().list(tx, target).stream(),
            stores.namespaces().on(tx, target).stream().map(NamespacePublishers.Shown::publisher))
        .map(Publisher::id)
        .toList();
  }

  private static Optional<RepoKey> repo(Target target) {
    return target instanceof Target.OfRepo(var key) ? Optional.of(key) : Optional.empty();
  }

  /**
   * Ends a session: all its tokens, those for other resources too, because they came of the same ID
   * token; that is exchanged no more.
   *
   * @return false if no publisher of this target let such a session in
   */
  public boolean revoke(Change change, String id) {
    return database.write(tx -> {
      change.confirm(gate, tx);
      if (list(tx, change.target()).stream().noneMatch(session -> session.id().equals(id))) {
        return false;
      }
      int ended = stores.sessions().revoke(tx, id);
      stores
          .audit()
          .append(
              tx,
              new AuditEvent(
                  "session.revoke",
                  change.caller().actor(),
                  change.owner(),
                  change.targetName(),
                  change.requestId(),
                  Map.of("session", id, "tokens", String.valueOf(ended))));
      return true;
    });
  }
}
