package dev.slipway.repos;

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
    Optional<String> refusal = gate.refusalToWrite(tx, repo, change.action(), change.requestId());
    return refusal.isPresent() ? refusal : change.extra().before(tx, update);
  }

  @Override
  public Optional<String> refusal(CatalogUpdate update) {
    return update.changes().stream()
        .map(moved -> repo.refusal(moved.name()))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> change.extra().refusal(update));
  }

  @Override
  public void after(Tx tx, CatalogUpdate update) {
    store.touch(tx, repo.repo().key(), time.instant());
    Map<String, String> details = new LinkedHashMap<>(change.details());
    update.changes().forEach(moved -> details.put(moved.name().text(), print(moved)));
    records.audit().append(tx, repo.event(change.action(), change.requestId(), details));
    records.witness().landed(tx, repo, update, change.requestId());
    change.receipt().ifPresent(receipt -> gate.burn(tx, repo.caller(), receipt, update));
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
