package dev.slipway.repos;

import dev.slipway.access.AccessPolicy;
import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Door;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy.Pause;
import dev.slipway.access.UserId;
import dev.slipway.audit.AuditStore;
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
import java.util.Map;
import java.util.Optional;

/** The only way to a repository: it asks who wants what, and answers before any data is touched. */
public final class RepoGate {

  /** What the audit calls a write that the policy of a repository only warns of. */
  static final String UNPUBLISHED = "repo.write_without_publisher";

  private static final String REVOKED = "The token was revoked, or has expired.";
  private static final String CLOSED = "The repository is closed to you.";

  private final Database database;
  private final RepoStore store;
  private final TokenStore tokens;
  private final AuditStore audit;
  private final InstantSource time;

  /** A gate before these rows. */
  public RepoGate(
      Database database, RepoStore store, TokenStore tokens, AuditStore audit, InstantSource time) {
    this.database = database;
    this.store = store;
    this.tokens = tokens;
    this.audit = audit;
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
    return refusal(tx, caller, repo, wanted).isEmpty();
  }

  /**
   * Why the gate no longer opens, in a sentence for the caller; empty if it {@link #stillOpens}.
   */
  public Optional<String> refusal(Tx tx, Caller caller, RepoKey repo, Permission wanted) {
    return stillKnows(tx, caller) ? closed(open(tx, caller, repo, wanted)) : Optional.of(REVOKED);
  }

  private static Optional<String> closed(Opening opening) {
    return switch (opening) {
      case Opened _ -> Optional.empty();
      case Closed(Decision.Forbidden(var reason)) -> Optional.of(reason);
      case Closed _, Moved _ -> Optional.of(CLOSED);
    };
  }

  /**
   * The same for a caller who is about to change content. Where the policy of the repository only
   * warns of that, it is noted in this transaction: to be asked once for each request.
   *
   * @param action what is changed, in the words of the audit
   */
  public Optional<String> refusalToWrite(Tx tx, OpenRepo entered, String action, String requestId) {
    Caller caller = entered.caller();
    if (!stillKnows(tx, caller)) {
      return Optional.of(REVOKED);
    }
    Opening opening = open(tx, caller, entered.repo().key(), Permission.WRITE);
    if (opening instanceof Opened(var now) && now.allowed().warning().isPresent()) {
      audit.append(tx, now.event(UNPUBLISHED, requestId, Map.of("by", action)));
    }
    return closed(opening);
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
      throw new GateClosed(wanted);
    }
  }

  /** Ends a transaction with {@link GateClosed} unless the gate {@link #stillKnows} the caller. */
  public void confirm(Tx tx, Caller caller) {
    if (!stillKnows(tx, caller)) {
      throw new GateClosed(Permission.READ_METADATA);
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
        throw new GateClosed(Permission.WRITE);
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
    Decision decision = decision(caller, seen, wanted);
    return decision instanceof Decision.Allowed allowed
        ? new Opened(new OpenRepo(this, seen, caller, allowed))
        : new Closed(decision);
  }

  Decision decision(Caller caller, Seen seen, Permission wanted) {
    Door door = seen.repo().door(publishing(seen));
    return AccessPolicy.decide(caller.actor(), door, seen.standing(), wanted);
  }

  /** Whose commits a repository takes now. */
  PublishingMode publishing(Seen seen) {
    return seen.policy().at(time.instant());
  }

  /** The pause of a repository's policy, if there is one now. */
  Optional<Pause> pause(Seen seen) {
    return seen.policy().pauseAt(time.instant());
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
