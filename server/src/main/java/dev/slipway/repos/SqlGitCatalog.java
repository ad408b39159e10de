package dev.slipway.repos;

import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.git.storage.GitRef;
import dev.slipway.git.storage.MaintenanceLease;
import dev.slipway.git.storage.Pack;
import dev.slipway.git.storage.PackName;
import dev.slipway.git.storage.RefChange;
import dev.slipway.git.storage.RefName;
import dev.slipway.git.storage.ReplaceResult;
import dev.slipway.git.storage.UpdateResult;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The pack list and references of one repository in the database, for one request. */
final class SqlGitCatalog implements GitCatalog {

  private final Database database;
  private final GitCatalogStore store;
  private final InstantSource time;
  private final RepoKey repo;
  private final CatalogWork work;

  SqlGitCatalog(
      Database database,
      GitCatalogStore store,
      InstantSource time,
      RepoKey repo,
      CatalogWork work) {
    this.database = database;
    this.store = store;
    this.time = time;
    this.repo = repo;
    this.work = work;
  }

  @Override
  public List<Pack> packs() {
    return database.read(tx -> store.packs(tx, repo));
  }

  @Override
  public Optional<GitRef> ref(RefName name) {
    return database.read(tx -> store.ref(tx, repo, name));
  }

  @Override
  public List<GitRef> refs(String prefix) {
    return database.read(tx -> store.refs(tx, repo, prefix));
  }

  @Override
  public UpdateResult update(CatalogUpdate update) {
    try {
      return database.write(tx -> apply(tx, update));
    } catch (NotUpdated e) {
      return e.result;
    }
  }

  private UpdateResult apply(Tx tx, CatalogUpdate update) {
    work.before(tx, update)
        .or(() -> work.refusal(update))
        .ifPresent(reason -> {
          throw new NotUpdated(new UpdateResult.Refused(reason));
        });
    if (update.basis().isPresent()) {
      update
          .surprise(store.refs(tx, repo, ""))
          .ifPresent(name -> {
            throw new NotUpdated(new UpdateResult.RefMoved(name));
          });
    }
    for (RefChange change : update.changes()) {
      if (change instanceof RefChange.Deleted(var ref) && !store.delete(tx, repo, ref)) {
        throw moved(change);
      }
    }
    for (RefChange change : update.changes()) {
      switch (change) {
        case RefChange.Created(var ref) -> create(tx, ref);
        case RefChange.Moved(var from, var to) -> {
          if (!store.move(tx, repo, from, to)) {
            throw moved(change);
          }
        }
        case RefChange.Deleted _ -> {
          // done above: deletions make room
        }
      }
    }
    store.insert(tx, repo, update.packs());
    work.after(tx, update);
    return new UpdateResult.Updated();
  }

  private void create(Tx tx, GitRef ref) {
    store
        .conflict(tx, repo, ref.name())
        .ifPresent(existing -> {
          throw new NotUpdated(new UpdateResult.NameConflict(ref.name(), existing));
        });
    if (!store.create(tx, repo, ref)) {
      throw new NotUpdated(new UpdateResult.RefMoved(ref.name()));
    }
  }

  private static NotUpdated moved(RefChange change) {
    return new NotUpdated(new UpdateResult.RefMoved(change.name()));
  }

  @Override
  public ReplaceResult replace(List<Pack> added, Set<PackName> replaced) {
    try {
      return database.write(tx -> {
        for (PackName pack : replaced) {
          if (!store.retire(tx, repo, pack, time.instant())) {
            throw new NotReplaced(pack);
          }
        }
        store.insert(tx, repo, added);
        return new ReplaceResult.Replaced();
      });
    } catch (NotReplaced e) {
      return new ReplaceResult.AlreadyReplaced(e.pack);
    }
  }

  @Override
  public List<Pack> replacedBefore(Instant limit) {
    return database.read(tx -> store.replacedBefore(tx, repo, limit));
  }

  @Override
  public void forget(Set<PackName> replaced) {
    database.write(tx -> {
      store.forget(tx, repo, replaced);
      return replaced.size();
    });
  }

  @Override
  public Set<PackName> known() {
    return database.read(tx -> store.known(tx, repo));
  }

  @Override
  public Optional<MaintenanceLease> lease(Duration duration) {
    String holder = UUID.randomUUID().toString();
    Instant now = time.instant();
    boolean held = database.write(tx -> store.lease(tx, repo, holder, now, now.plus(duration)));
    return held ? Optional.of(() -> release(holder)) : Optional.empty();
  }

  private void release(String holder) {
    database.write(tx -> {
      store.release(tx, repo, holder);
      return holder;
    });
  }

  /** Undoes the transaction of an update; never leaves this class. */
  private static final class NotUpdated extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient UpdateResult result;

    NotUpdated(UpdateResult result) {
      super(result.toString(), null, false, false);
      this.result = result;
    }
  }

  /** Undoes the transaction of a replacement; never leaves this class. */
  private static final class NotReplaced extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PackName pack;

    NotReplaced(PackName pack) {
      super(pack.text(), null, false, false);
      this.pack = pack;
    }
  }
}
