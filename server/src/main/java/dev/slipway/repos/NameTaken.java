package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.sql.Tx;
import java.util.Map;
import java.util.Optional;

/** What ends when a repository takes a name: those who waited for one to be created under it. */
record NameTaken(RepoStore store, AuditStore audit) {

  /** In the transaction in which {@code repo} took its name. */
  void settle(Tx tx, Repo repo, Actor by, String requestId) {
    for (String publisher : store.dropPending(tx, repo.id(), repo.owner())) {
      audit.append(
          tx,
          new AuditEvent(
              "namespace.remove_trusted_publisher",
              by,
              Optional.of(repo.owner()),
              repo.id().namespace().text(),
              requestId,
              Map.of(
                  "publisher",
                  publisher,
                  "reason",
                  "the repository " + repo.id().path() + " was not created by it")));
    }
  }
}
