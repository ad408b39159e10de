package dev.slipway.repos;

import dev.slipway.access.AccessPolicy;
import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.UserId;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.GitChange.Receipt;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoStore.Seen;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.BurntToken;
import dev.slipway.tokens.TokenStore;
import java.time.InstantSource;
import java.util.Optional;

/** The only way to a repository: it asks who wants what, and answers before any data is touched. */
public final class RepoGate {

  private final Database database;
  private final RepoStore store;
  private final TokenStore tokens;
  private final InstantSource time;

  /** A gate before these rows. */
  public RepoGate(Database database, RepoStore store, TokenStore tokens, InstantSource time) {
    this.database = database;
    this.store = store;
    this.tokens = tokens;
    this.time = time;
  }

  /** Opens the repository of this id, in one query; its former names lead to it. */
  public Opening open(Caller caller, RepoId id, Permission wanted) {
    return database.read(tx -> open(tx, caller, id, wanted));
  }

  /** The same within a transaction that goes on with it. */
  public Opening open(Tx tx, Caller caller, RepoId id, Permission wanted) {
    Optional<UserId> user = user(caller);
    Optional<Seen> seen = store.find(tx, id, user);
    return seen.isPresent()
        ? decide(caller, seen.get(), wanted)
        : store
            .findFormer(tx, id)
            .flatMap(key -> store.find(tx, key, user))
            .map(former -> moved(caller, former))
            .orElseGet(() -> new Closed(new Decision.Hidden()));
  }

  /** Opens the repository of this key: what a signed address names. */
  public Opening open(Caller caller, RepoKey key, Permission wanted) {
    return database.read(tx -> open(tx, caller, key, wanted));
  }

  /** The same within a transaction that goes on with it. */
  public Opening open(Tx tx, Caller caller, RepoKey key, Permission wanted) {
    return store
        .find(tx, key, user(caller))
        .map(seen -> decide(caller, seen, wanted))
        .orElseGet(() -> new Closed(new Decision.Hidden()));
  }

  /**
   * Whether a caller whom the gate let in when the request began may still do {@code wanted}: the
   * row of the token is there, and the gate opens. The first line of every transaction that changes
   * something of a repository, because the body of a request may take its time.
   */
  public boolean stillOpens(Tx tx, Caller caller, RepoKey repo, Permission wanted) {
    return stillKnows(tx, caller) && open(tx, caller, repo, wanted) instanceof Opened;
  }

  /**
   * The same of what belongs to no repository: whether the token lives and its user is not locked.
   */
  public boolean stillKnows(Tx tx, Caller caller) {
    return tokens.lives(tx, caller, time.instant());
  }

  /** Ends a transaction with {@link GateClosed} unless the gate {@link #stillOpens}. */
  public void confirm(Tx tx, Caller caller, RepoKey repo, Permission wanted) {
    if (!stillOpens(tx, caller, repo, wanted)) {
      throw new GateClosed();
    }
  }

  /** Ends a transaction with {@link GateClosed} unless the gate {@link #stillKnows} the caller. */
  public void confirm(Tx tx, Caller caller) {
    if (!stillKnows(tx, caller)) {
      throw new GateClosed();
    }
  }

  /**
   * Ends the caller's token if it is for one change alone. Of two changes that come together the
   * second finds it dead, and is undone.
   */
  void burn(Tx tx, Caller caller, Receipt receipt, CatalogUpdate update) {
    if (caller.actor() instanceof Workload workload && workload.limits().burns()) {
      BurntToken left = new BurntToken(receipt.request(), receipt.answer(update));
      if (!tokens.burn(tx, caller.token().orElseThrow(), left)) {
        throw new GateClosed();
      }
    }
  }

  /** Whether the caller's token lives now. */
  boolean stillKnows(Caller caller) {
    return database.read(tx -> stillKnows(tx, caller));
  }

  /** Ends a request with {@link GateClosed} unless the gate is open to its caller now. */
  void confirm(Caller caller, RepoKey repo, Permission wanted) {
    database.read(tx -> {
      confirm(tx, caller, repo, wanted);
      return caller;
    });
  }

  private Opening decide(Caller caller, Seen seen, Permission wanted) {
    Decision decision =
        AccessPolicy.decide(caller.actor(), seen.repo().door(), seen.standing(), wanted);
    return decision instanceof Decision.Allowed
        ? new Opened(new OpenRepo(this, seen.repo(), caller, seen.standing()))
        : new Closed(decision);
  }

  private Opening moved(Caller caller, Seen former) {
    Opening known = decide(caller, former, Permission.READ_METADATA);
    return known instanceof Opened ? new Moved(former.repo().id()) : known;
  }

  private static Optional<UserId> user(Caller caller) {
    return switch (caller.actor()) {
      case Person person -> Optional.of(person.id());
      case Anonymous _, Workload _, Operator _ -> Optional.empty();
    };
  }
}
