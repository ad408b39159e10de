package dev.slipway.repos;

import dev.slipway.access.AccessPolicy;
import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.Standing;
import dev.slipway.git.storage.RefName;
import dev.slipway.sql.Tx;
import java.util.Optional;

/** A repository that its caller may use as asked. Only {@link RepoGate} makes one. */
public final class OpenRepo {

  private final RepoGate gate;
  private final Repo repo;
  private final Caller caller;
  private final Standing standing;

  OpenRepo(RepoGate gate, Repo repo, Caller caller, Standing standing) {
    this.gate = gate;
    this.repo = repo;
    this.caller = caller;
    this.standing = standing;
  }

  /** The repository. */
  public Repo repo() {
    return repo;
  }

  /** Who opened it. */
  public Caller caller() {
    return caller;
  }

  /** How the caller stands to it. */
  public Standing standing() {
    return standing;
  }

  /**
   * Begins the transaction of a change: ends it with {@link GateClosed} if the caller lost the
   * right to it since the gate opened.
   */
  public void confirm(Tx tx, Permission wanted) {
    gate.confirm(tx, caller, repo.key(), wanted);
  }

  /** The same outside of a transaction: for what a request is told after a body that took long. */
  public void confirm(Permission wanted) {
    gate.confirm(caller, repo.key(), wanted);
  }

  /**
   * What the gate says if the caller wants more: for requests that say in their body what they
   * want.
   */
  public Decision decide(Permission wanted) {
    return AccessPolicy.decide(caller.actor(), repo.door(), standing, wanted);
  }

  /**
   * Why the caller may not make, move or delete a reference although the repository may be written
   * to: its token is for other branches and tags. Asked before a change begins, for an early
   * answer, and in the transaction that makes it visible.
   */
  public Optional<String> refusal(RefName name) {
    return caller.actor() instanceof Actor.Workload workload
            && !workload.limits().refs().allows(name.text())
        ? Optional.of(
            "This token may not change " + name + ", only " + workload.limits().refs() + ".")
        : Optional.empty();
  }

  /** Whether the caller might also do {@code wanted}: for answers that show more to some. */
  public boolean allows(Permission wanted) {
    return decide(wanted) instanceof Decision.Allowed;
  }
}
