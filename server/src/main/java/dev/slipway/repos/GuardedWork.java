package dev.slipway.repos;

import dev.slipway.access.Permission;
import dev.slipway.audit.AuditEvent;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.RefChange;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in the transaction of every change to a repository's git: asks once more whether the token
 * lives and the gate is open, because a push may have run for an hour, and writes the audit.
 */
final class GuardedWork implements CatalogWork {

  private final RepoGate gate;
  private final RepoStore store;
  private final RepoChanges.Records records;
  private final InstantSource time;
  private final OpenRepo repo;
  private final GitChange change;

  GuardedWork(
      RepoGate gate,
      RepoStore store,
      RepoChanges.Records records,
      InstantSource time,
      OpenRepo repo,
      GitChange change) {
    this.gate = gate;
    this.store = store;
    this.records = records;
    this.time = time;
    this.repo = repo;
    this.change = change;
  }

  @Override
  public Optional<String> before(Tx tx, CatalogUpdate update) {
    boolean open = gate.stillOpens(tx, repo.caller(), repo.repo().key(), Permission.WRITE);
    return open
        ? change.extra().before(tx, update)
        : Optional.of("The token was revoked, or the repository closed to you.");
  }

  @Override
  public void after(Tx tx, CatalogUpdate update) {
    store.touch(tx, repo.repo().key(), time.instant());
    Map<String, String> details = new LinkedHashMap<>(change.details());
    update.changes().forEach(moved -> details.put(moved.name().text(), print(moved)));
    records
        .audit()
        .append(
            tx,
            new AuditEvent(
                change.action(),
                repo.caller().actor(),
                Optional.of(repo.repo().owner()),
                repo.repo().id().path(),
                change.requestId(),
                details));
    change.extra().after(tx, update);
  }

  private static String print(RefChange change) {
    return switch (change) {
      case RefChange.Created(var ref) -> "created " + ref.commit();
      case RefChange.Moved(var from, var to) -> from.commit() + " " + to.commit();
      case RefChange.Deleted(var ref) -> "deleted " + ref.commit();
    };
  }
}
