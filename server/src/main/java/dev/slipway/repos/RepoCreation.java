package dev.slipway.repos;

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
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.Placement.Place;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * Creates repositories. The row, the first commit and the audit become visible in one transaction,
 * so that no repository is ever without its default branch.
 */
final class RepoCreation {

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
    Insertion insertion = new Insertion(caller, wanted, repo, requestId);
    boolean done =
        repo.id().type().hasGit() ? withFirstCommit(insertion) : database.write(insertion::alone);
    // Somebody was faster, or lost the right to: what is so now says which.
    return done ? possible : database.read(tx -> check(tx, caller, wanted));
  }

  private boolean withFirstCommit(Insertion insertion) {
    Repo repo = insertion.repo;
    NewRepo wanted = insertion.wanted;
    try (GitRepository repository = git.open(repo.key(), insertion)) {
      var result =
          repository.createMain(wanted.id().type(), wanted.files(), birth.authors().system());
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
            case Closed _, Moved _, Opened _ -> new RepoResult.Done(newRepo(caller, wanted, owner));
          };
    };
  }

  private boolean isClosed(Tx tx, Account owner) {
    return placement.publishing(tx, owner.id()) == PublishingMode.ENFORCE;
  }

  private Repo newRepo(Caller caller, NewRepo wanted, Account owner) {
    Instant now = birth.time().instant();
    Optional<UserId> by =
        caller.actor() instanceof dev.slipway.access.Actor.Person person
            ? Optional.of(person.id())
            : Optional.empty();
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

  /** Inserts the row, in the transaction of the first commit if there is one. */
  private final class Insertion implements CatalogWork {

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
    public Optional<String> before(Tx tx) {
      if (!git.gate().stillKnows(tx, caller)) {
        return Optional.of("the token was revoked");
      }
      if (!(check(tx, caller, wanted) instanceof RepoResult.Done)
          || store.find(tx, wanted.id(), Optional.empty()).isPresent()) {
        return Optional.of("the name is no longer free");
      }
      store.forgetFormer(tx, repo.id().type(), repo.owner(), repo.id().name());
      store.insert(tx, repo);
      return Optional.empty();
    }

    @Override
    public void after(Tx tx, CatalogUpdate update) {
      log(tx);
    }

    /** The same for what has no git; says whether it was done. */
    boolean alone(Tx tx) {
      boolean inserted = before(tx).isEmpty();
      if (inserted) {
        log(tx);
      }
      return inserted;
    }

    private void log(Tx tx) {
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
