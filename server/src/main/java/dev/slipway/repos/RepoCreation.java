package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.audit.AuditStore;
import dev.slipway.git.GitRepository;
import dev.slipway.git.change.HistoryCopy;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.Placement.Place;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Creates repositories. The row, the first commit and the audit become visible in one transaction,
 * so that no repository is ever without its default branch.
 */
public final class RepoCreation {

  private static final String CREATE = "repo.create";
  private static final String DUPLICATE = "repo.duplication";

  private final Database database;
  private final RepoStore store;
  private final RepoGit git;
  private final Placement placement;
  private final AuditStore audit;
  private final Births births;

  /** What a duplicate is given beside its history, in the transaction that makes it visible. */
  public interface Belongings extends CatalogWork {

    /** Chooses what the history needs, before that transaction. */
    void choose(RepoKey duplicate, HistoryCopy history);
  }

  RepoCreation(
      Database database,
      RepoStore store,
      RepoGit git,
      Placement placement,
      AuditStore audit,
      Births births) {
    this.database = database;
    this.store = store;
    this.git = git;
    this.placement = placement;
    this.audit = audit;
    this.births = births;
  }

  RepoResult create(Caller caller, NewRepo wanted, String requestId) {
    RepoResult possible = database.read(tx -> check(tx, caller, wanted));
    if (!(possible instanceof RepoResult.Done(var repo))) {
      return possible;
    }
    Insertion insertion = new Insertion(caller, wanted, repo, GitChange.of(CREATE, requestId));
    boolean done = births.run(insertion, wanted.files());
    // Somebody was faster, or lost the right to: what is so now says which.
    return done ? possible : database.read(tx -> check(tx, caller, wanted));
  }

  /** Creates a repository with the branches and tags of another one. */
  public RepoResult duplicate(
      OpenRepo source, NewRepo wanted, Belongings belongings, String requestId) {
    Caller caller = source.caller();
    RepoResult possible = database.read(tx -> check(tx, caller, wanted));
    if (!(possible instanceof RepoResult.Done(var repo))) {
      return possible;
    }
    Map<String, String> details = Map.of("from", source.repo().id().path());
    GitChange change = GitChange.with(DUPLICATE, requestId, details, belongings);
    Insertion insertion = new Insertion(caller, wanted, repo, change);
    try (GitRepository from = git.read(source);
        GitRepository to = git.open(repo.key(), insertion)) {
      HistoryCopy history = to.copyOf(from);
      belongings.choose(repo.key(), history);
      return switch (history.land()) {
        case UpdateResult.Updated _ -> possible;
        case UpdateResult.Refused _ -> database.read(tx -> check(tx, caller, wanted));
        case UpdateResult.RefMoved _, UpdateResult.NameConflict _ ->
            throw new IllegalStateException("a new repository has references: " + repo.id());
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
            case Closed(var decision) when decision instanceof Decision.Disabled ->
                new RepoResult.Closed(decision, id);
            case Closed _, Moved _, Opened _ ->
                new RepoResult.Done(births.newRepo(wanted, owner, person(caller)));
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

  /** Inserts the row for somebody who asked for it. */
  private final class Insertion implements Births.Birth {

    private final Caller caller;
    private final NewRepo wanted;
    private final Repo repo;
    private final GitChange change;

    Insertion(Caller caller, NewRepo wanted, Repo repo, GitChange change) {
      this.caller = caller;
      this.wanted = wanted;
      this.repo = repo;
      this.change = change;
    }

    @Override
    public Optional<String> before(Tx tx, CatalogUpdate update) {
      Optional<String> refusal = insert(tx);
      return refusal.isPresent() ? refusal : change.extra().before(tx, update);
    }

    @Override
    public Repo repo() {
      return repo;
    }

    @Override
    public Optional<String> insert(Tx tx) {
      if (!git.gate().stillKnows(tx, caller)) {
        return Optional.of("the token was revoked");
      }
      if (!(check(tx, caller, wanted) instanceof RepoResult.Done)
          || store.find(tx, wanted.id(), Optional.empty()).isPresent()) {
        return Optional.of("the name is no longer free");
      }
      births.insert(tx, repo);
      new NameTaken(store, audit).settle(tx, repo, caller.actor(), change.requestId());
      return Optional.empty();
    }

    @Override
    public void after(Tx tx, CatalogUpdate update) {
      log(tx);
      change.extra().after(tx, update);
    }

    @Override
    public void log(Tx tx) {
      Map<String, String> details = new LinkedHashMap<>(change.details());
      details.put("private", String.valueOf(repo.isPrivate()));
      log(tx, change.action(), details);
      if (wanted.bringsFiles() && placement.publishing(tx, repo.owner()) == PublishingMode.WARN) {
        log(tx, RepoGate.UNPUBLISHED, Map.of("by", change.action()));
      }
    }

    private void log(Tx tx, String action, Map<String, String> details) {
      audit.append(tx, repo.event(action, caller.actor(), change.requestId(), details));
    }
  }
}
