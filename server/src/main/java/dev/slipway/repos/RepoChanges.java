package dev.slipway.repos;

import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.accounts.Account;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
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

/** Moves repositories and deletes them: each in one transaction with its audit. */
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
        (tx, open) -> {
          Repo repo = open.repo();
          records.audit().append(tx, open.event("repo.delete", requestId, Map.of()));
          store.bury(tx, repo.key(), time.instant());
          return new RepoResult.Done(repo);
        });
  }

  /** Gives a repository another name, maybe in another account; the old one redirects. */
  RepoResult move(Caller caller, RepoId from, RepoId to, String requestId) {
    return onManaged(
        caller,
        from,
        (tx, open) ->
            switch (placement.place(tx, caller, to.namespace())) {
              case Placement.Place.Barred(var reason) -> new RepoResult.NotAllowed(reason);
              case Placement.Place.Free(var owner) -> move(tx, open, to, owner, requestId);
            });
  }

  private RepoResult move(Tx tx, OpenRepo open, RepoId to, Account owner, String requestId) {
    Repo repo = open.repo();
    Optional<Repo> there =
        store
            .find(tx, to, Optional.empty())
            .map(RepoStore.Seen::repo)
            .filter(other -> !other.key().equals(repo.key()));
    if (there.isPresent()) {
      return new RepoResult.Taken(there.get().id());
    }
    Map<String, String> details = new LinkedHashMap<>(Map.of("to", to.path()));
    boolean changesHands = !owner.id().equals(repo.owner());
    Optional<String> kept = changesHands ? kept(tx, open, owner) : Optional.empty();
    if (kept.isPresent()) {
      return new RepoResult.NotAllowed(kept.get());
    }
    store.move(tx, repo, to, owner.id());
    if (changesHands) {
      handOver(tx, open, details);
    }
    records.audit().append(tx, open.event("repo.move", requestId, details));
    return new RepoResult.Done(store.find(tx, repo.key()).orElseThrow());
  }

  /**
   * Why a repository stays where it is: one that takes its publishers' commits alone is taken out
   * of that by an administrator, because its old name would lead to what its new owner writes; and
   * one with other commits is brought by an administrator to where they are not taken.
   */
  private Optional<String> kept(Tx tx, OpenRepo open, Account owner) {
    if (open.policy().lasting() == PublishingMode.ENFORCE
        && open.decide(Permission.ADMINISTER) instanceof Decision.Forbidden(var reason)) {
      return Optional.of(reason);
    }
    return placement.publishing(tx, owner.id()) == PublishingMode.ENFORCE
            && !placement.administers(tx, open.caller(), owner.id())
        ? Optional.of(
            owner.name()
                + " takes commits of trusted publishers alone; one of its administrators may move"
                + " a repository there.")
        : Optional.empty();
  }

  /**
   * The new owner did not choose who publishes: live CI tokens end with the old one, and publishers
   * wait until somebody there confirms them. What counted for whose commits are taken goes on to
   * count, until somebody there says otherwise.
   */
  private void handOver(Tx tx, OpenRepo open, Map<String, String> details) {
    RepoKey key = open.repo().key();
    records.tokens().deleteOfRepo(tx, key);
    store.forgetAttempts(tx, key);
    details.put("suspendedPublishers", String.valueOf(store.suspendPublishers(tx, key)));
    PublishingMode mode = open.policy().lasting();
    store.setPolicy(tx, key, mode, Optional.empty());
    if (mode != PublishingMode.OFF) {
      details.put("trustedPublishing", mode.word());
    }
  }

  private RepoResult onManaged(Caller caller, RepoId id, Change change) {
    return database.write(tx -> {
      gate.confirm(tx, caller);
      return switch (gate.open(tx, caller, id, Permission.MANAGE)) {
        case Opened(var open) -> change.apply(tx, open);
        case Moved(var to) -> retry(tx, caller, to, open -> change.apply(tx, open));
        case Closed(var decision) -> new RepoResult.Closed(decision, id);
      };
    });
  }

  /**
   * A former name leads to the repository here too; one step is enough, because names do not chain.
   */
  private RepoResult retry(Tx tx, Caller caller, RepoId to, Function<OpenRepo, RepoResult> change) {
    return switch (gate.open(tx, caller, to, Permission.MANAGE)) {
      case Opened(var open) -> change.apply(open);
      case Moved _ -> throw new IllegalStateException("a present name redirects: " + to);
      case Closed(var decision) -> new RepoResult.Closed(decision, to);
    };
  }

  private interface Change {

    RepoResult apply(Tx tx, OpenRepo open);
  }
}
