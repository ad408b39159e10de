package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.git.GitRepository;
import dev.slipway.git.change.RefResult;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.Placement.Place;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Creates repositories. The row, the first commit and the audit become visible in one transaction,
 * so that no repository is ever without its default branch.
 */
public final class RepoCreation {

  private final Database database;
  private final RepoStore store;
  private final RepoGit git;
  private final Placement placement;
  private final AuditStore audit;
  private final Birth birth;

  /** What a new repository is given. */
  record Birth(Authors authors, SecureRandom random, InstantSource time) {}

  RepoCreation(
      Database database,
      RepoStore store,
      RepoGit git,
      Placement placement,
      AuditStore audit,
      Birth birth) {
    this.database = database;
    this.store = store;
    this.git = git;
    this.placement = placement;
    this.audit = audit;
    this.birth = birth;
  }

  RepoResult create(Caller caller, NewRepo wanted, String requestId) {
    RepoResult possible = database.read(tx -> check(tx, caller, wanted));
    if (!(possible instanceof RepoResult.Done(var repo))) {
      return possible;
    }
    boolean done = run(new Insertion(caller, wanted, repo, requestId), wanted.files());
    // Somebody was faster, or lost the right to: what is so now says which.
    return done ? possible : database.read(tx -> check(tx, caller, wanted));
  }

  /**
   * A repository that comes into being because a job may publish to it.
   *
   * @param id with the name of {@code owner} as it is written
   * @param creator in whose name; empty for nobody's
   * @param details for the audit, beside who the job was
   */
  public record ForJob(
      RepoId id,
      boolean isPrivate,
      Account owner,
      Optional<UserId> creator,
      Map<String, String> details) {}

  /** What goes with the creation of a repository for a job, in its transaction. */
  public interface Cause {

    /** Who does it. */
    Actor actor(RepoKey repo);

    /** Whether it is still to be: asked first. */
    boolean holds(Tx tx);

    /** Goes on with what is there now; false undoes all of it. */
    boolean born(Tx tx, Repo repo);
  }

  /**
   * Creates a repository without files of anybody's, if its name is free and its cause holds: all
   * of it, or nothing.
   */
  public boolean createFor(ForJob wanted, Cause cause, String requestId) {
    NewRepo empty = new NewRepo(wanted.id(), wanted.isPrivate(), Optional.empty(), Map.of(), false);
    Repo repo = newRepo(empty, wanted.owner(), wanted.creator());
    return run(new BirthForJob(repo, wanted, cause, requestId), Map.of());
  }

  private boolean run(Birthing birthing, Map<RepoPath, byte[]> files) {
    return birthing.repo().id().type().hasGit()
        ? withFirstCommit(birthing, files)
        : withoutGit(birthing);
  }

  private boolean withoutGit(Birthing birthing) {
    try {
      return database.write(tx -> {
        birthing
            .before(tx)
            .ifPresent(_ -> {
              throw new Unborn();
            });
        birthing.log(tx);
        return true;
      });
    } catch (Unborn _) {
      return false;
    }
  }

  /** Undoes the creation of what has no git; never leaves this class. */
  private static final class Unborn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unborn() {
      super("no repository was created", null, false, false);
    }
  }

  private boolean withFirstCommit(Birthing birthing, Map<RepoPath, byte[]> files) {
    Repo repo = birthing.repo();
    try (GitRepository repository = git.open(repo.key(), birthing)) {
      var result = repository.createMain(repo.id().type(), files, birth.authors().system());
      return switch (result) {
        case RefResult.Done _ -> true;
        case RefResult.Refused _ -> false;
        case RefResult.Exists _,
            RefResult.NoSuchRef _,
            RefResult.NameConflict _,
            RefResult.MainStays _ ->
            throw new IllegalStateException("the first commit of " + repo.id() + ": " + result);
      };
    }
  }

  /**
   * The repository as it will be, or why not. What the caller may not see does not count as there.
   */
  private RepoResult check(Tx tx, Caller caller, NewRepo wanted) {
    git.gate().confirm(tx, caller);
    RepoId id = wanted.id();
    Opening existing = git.gate().open(tx, caller, id, Permission.READ_METADATA);
    if (existing instanceof Opened(var open)) {
      return new RepoResult.Taken(open.repo().id());
    }
    if (existing instanceof Moved(var to)) {
      // Its old address still leads to it: whoever clones by that must not get another one.
      return new RepoResult.Taken(to);
    }
    return switch (placement.place(tx, caller, id.namespace())) {
      case Place.Barred(var reason) -> new RepoResult.NotAllowed(reason);
      case Place.Free(var owner) when wanted.bringsFiles() && isClosed(tx, owner) ->
          new RepoResult.NotAllowed(
              owner.name()
                  + " takes commits of trusted publishers alone; create the repository without"
                  + " files, and publish them from CI.");
      case Place.Free(var owner) ->
          switch (existing) {
            case Closed(var decision)
                when decision instanceof dev.slipway.access.Decision.Disabled ->
                new RepoResult.Closed(decision, id);
            case Closed _, Moved _, Opened _ ->
                new RepoResult.Done(newRepo(wanted, owner, person(caller)));
          };
    };
  }

  private boolean isClosed(Tx tx, Account owner) {
    return placement.publishing(tx, owner.id()) == PublishingMode.ENFORCE;
  }

  private static Optional<UserId> person(Caller caller) {
    return caller.actor() instanceof Actor.Person person
        ? Optional.of(person.id())
        : Optional.empty();
  }

  private Repo newRepo(NewRepo wanted, Account owner, Optional<UserId> by) {
    Instant now = birth.time().instant();
    return new Repo(
        RepoKey.random(birth.random()),
        new RepoId(wanted.id().type(), owner.name(), wanted.id().name()),
        owner.id(),
        wanted.isPrivate(),
        Gate.OPEN,
        false,
        false,
        wanted.sdk(),
        by,
        "{}",
        now,
        now);
  }

  /** Stands in the transaction of the first commit, or alone where there is none. */
  private interface Birthing extends CatalogWork {

    Repo repo();

    void log(Tx tx);

    @Override
    default void after(Tx tx, CatalogUpdate update) {
      log(tx);
    }
  }

  private void insert(Tx tx, Repo repo) {
    store.forgetFormer(tx, repo.id().type(), repo.owner(), repo.id().name());
    store.insert(tx, repo);
  }

  /** Inserts the row for a job, and goes on with what the job came for. */
  private final class BirthForJob implements Birthing {

    private final Repo repo;
    private final ForJob wanted;
    private final Cause cause;
    private final String requestId;

    BirthForJob(Repo repo, ForJob wanted, Cause cause, String requestId) {
      this.repo = repo;
      this.wanted = wanted;
      this.cause = cause;
      this.requestId = requestId;
    }

    @Override
    public Repo repo() {
      return repo;
    }

    @Override
    public Optional<String> before(Tx tx) {
      // A former name is taken too: whoever clones by it must not get another repository.
      if (store.resolve(tx, repo.id()).isPresent() || !cause.holds(tx)) {
        return Optional.of("the repository is there, or is to be no more");
      }
      insert(tx, repo);
      if (!cause.born(tx, repo)) {
        return Optional.of("the exchange was refused");
      }
      new NameTaken(store, audit).settle(tx, repo, cause.actor(repo.key()), requestId);
      return Optional.empty();
    }

    @Override
    public void log(Tx tx) {
      Map<String, String> details = new LinkedHashMap<>(wanted.details());
      details.put("private", String.valueOf(repo.isPrivate()));
      audit.append(
          tx,
          new AuditEvent(
              "repo.create",
              cause.actor(repo.key()),
              Optional.of(repo.owner()),
              repo.id().path(),
              requestId,
              details));
    }
  }

  /** Inserts the row for somebody who asked for it. */
  private final class Insertion implements Birthing {

    private final Caller caller;
    private final NewRepo wanted;
    private final Repo repo;
    private final String requestId;

    Insertion(Caller caller, NewRepo wanted, Repo repo, String requestId) {
      this.caller = caller;
      this.wanted = wanted;
      this.repo = repo;
      this.requestId = requestId;
    }

    @Override
    public Repo repo() {
      return repo;
    }

    @Override
    public Optional<String> before(Tx tx) {
      if (!git.gate().stillKnows(tx, caller)) {
        return Optional.of("the token was revoked");
      }
      if (!(check(tx, caller, wanted) instanceof RepoResult.Done)
          || store.find(tx, wanted.id(), Optional.empty()).isPresent()) {
        return Optional.of("the name is no longer free");
      }
      insert(tx, repo);
      new NameTaken(store, audit).settle(tx, repo, caller.actor(), requestId);
      return Optional.empty();
    }

    @Override
    public void log(Tx tx) {
      log(tx, "repo.create", Map.of("private", String.valueOf(repo.isPrivate())));
      if (wanted.bringsFiles() && placement.publishing(tx, repo.owner()) == PublishingMode.WARN) {
        log(tx, RepoGate.UNPUBLISHED, Map.of("by", "repo.create"));
      }
    }

    private void log(Tx tx, String action, Map<String, String> details) {
      audit.append(
          tx,
          new AuditEvent(
              action,
              caller.actor(),
              Optional.of(repo.owner()),
              repo.id().path(),
              requestId,
              details));
    }
  }
}
