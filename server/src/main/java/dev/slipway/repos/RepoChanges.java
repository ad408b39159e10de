package dev.slipway.repos;

import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.RepoId;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.TokenStore;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Moves repositories, deletes them, changes their settings: each in one transaction with its audit.
 */
final class RepoChanges {

  private final Database database;
  private final RepoStore store;
  private final RepoGate gate;
  private final Placement placement;
  private final Records records;
  private final InstantSource time;

  /** What a change leaves behind in other rooms. */
  record Records(AuditStore audit, TokenStore tokens, RepoGit.CommitWitness witness) {}

  RepoChanges(
      Database database,
      RepoStore store,
      RepoGate gate,
      Placement placement,
      Records records,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.gate = gate;
    this.placement = placement;
    this.records = records;
    this.time = time;
  }

  /** Deletes a repository; what else hangs on it, live tokens too, goes in the same transaction. */
  RepoResult delete(Caller caller, RepoId id, String requestId) {
    return onManaged(
        caller,
        id,
        (tx, repo) -> {
          records
              .audit()
              .append(tx, event("repo.delete", new By(caller, requestId), repo, Map.of()));
          store.bury(tx, repo.key(), time.instant());
          return new RepoResult.Done(repo);
        });
  }

  /** Gives a repository another name, maybe in another account; the old one redirects. */
  RepoResult move(Caller caller, RepoId from, RepoId to, String requestId) {
    return onManaged(
        caller,
        from,
        (tx, repo) ->
            switch (placement.place(tx, caller, to.namespace())) {
              case Placement.Place.Barred(var reason) -> new RepoResult.NotAllowed(reason);
              case Placement.Place.Free(var owner) -> {
                Optional<Repo> there =
                    store
                        .find(tx, to, Optional.empty())
                        .map(RepoStore.Seen::repo)
                        .filter(other -> !other.key().equals(repo.key()));
                if (there.isPresent()) {
                  yield new RepoResult.Taken(there.get().id());
                }
                store.move(tx, repo, to, owner.id());
                Map<String, String> details = new LinkedHashMap<>(Map.of("to", to.path()));
                if (!owner.id().equals(repo.owner())) {
                  // The new owner did not choose who publishes: live CI tokens end with the old
                  // one, and publishers wait until somebody there confirms them.
                  records.tokens().deleteOfRepo(tx, repo.key());
                  int suspended = store.suspendPublishers(tx, repo.key());
                  details.put("suspendedPublishers", String.valueOf(suspended));
                }
                records
                    .audit()
                    .append(tx, event("repo.move", new By(caller, requestId), repo, details));
                yield new RepoResult.Done(store.find(tx, repo.key()).orElseThrow());
              }
            });
  }

  /** Changes the settings that are named, and leaves the others. */
  Repo settings(OpenRepo open, RepoSettings settings, String requestId) {
    return database.write(tx -> {
      open.confirm(tx, Permission.MANAGE);
      Repo now = store.find(tx, open.repo().key()).orElse(open.repo());
      Repo changed = settings.applyTo(now);
      store.update(tx, changed);
      Map<String, String> details = new LinkedHashMap<>();
      details.put("private", String.valueOf(changed.isPrivate()));
      details.put("gated", changed.gate().word());
      records
          .audit()
          .append(
              tx, event("repo.update_settings", new By(open.caller(), requestId), now, details));
      return changed;
    });
  }

  private RepoResult onManaged(Caller caller, RepoId id, Change change) {
    return database.write(tx -> {
      gate.confirm(tx, caller);
      return switch (gate.open(tx, caller, id, Permission.MANAGE)) {
        case Opened(var open) -> change.apply(tx, open.repo());
        case Moved(var to) -> retry(tx, caller, to, repo -> change.apply(tx, repo));
        case Closed(var decision) -> new RepoResult.Closed(decision, id);
      };
    });
  }

  /**
   * A former name leads to the repository here too; one step is enough, because names do not chain.
   */
  private RepoResult retry(Tx tx, Caller caller, RepoId to, Function<Repo, RepoResult> change) {
    return switch (gate.open(tx, caller, to, Permission.MANAGE)) {
      case Opened(var open) -> change.apply(open.repo());
      case Moved _ -> throw new IllegalStateException("a present name redirects: " + to);
      case Closed(var decision) -> new RepoResult.Closed(decision, to);
    };
  }

  /** Who did it, in which request. */
  private record By(Caller caller, String requestId) {}

  private static AuditEvent event(String action, By by, Repo repo, Map<String, String> details) {
    return new AuditEvent(
        action,
        by.caller().actor(),
        Optional.of(repo.owner()),
        repo.id().path(),
        by.requestId(),
        details);
  }

  private interface Change {

    RepoResult apply(Tx tx, Repo repo);
  }
}
