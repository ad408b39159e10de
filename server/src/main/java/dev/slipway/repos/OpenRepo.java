package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.access.PublishingPolicy.Pause;
import dev.slipway.access.Standing;
import dev.slipway.audit.AuditEvent;
import dev.slipway.git.storage.RefName;
import dev.slipway.repos.RepoStore.Seen;
import dev.slipway.sql.Tx;
import java.util.Map;
import java.util.Optional;

/** A repository that its caller may use as asked. Only {@link RepoGate} makes one. */
public final class OpenRepo {

  private final RepoGate gate;
  private final Seen seen;
  private final Caller caller;
  private final Decision.Allowed allowed;

  OpenRepo(RepoGate gate, Seen seen, Caller caller, Decision.Allowed allowed) {
    this.gate = gate;
    this.seen = seen;
    this.caller = caller;
    this.allowed = allowed;
  }

  /** The repository. */
  public Repo repo() {
    return seen.repo();
  }

  /** Who opened it. */
  public Caller caller() {
    return caller;
  }

  /** How the caller stands to it. */
  public Standing standing() {
    return seen.standing();
  }

  /** What the gate said when it opened; it may have warned. */
  public Decision.Allowed allowed() {
    return allowed;
  }

  /** What was decided about whose commits the repository takes. */
  public PublishingPolicy policy() {
    return seen.policy();
  }

  /** Whose commits the repository takes now. */
  public PublishingMode publishing() {
    return gate.publishing(seen);
  }

  /**
   * Whether the caller may let further jobs publish: where nobody but publishers writes, that is
   * for administrators, since everybody else could let in a job of their own.
   */
  public boolean maySayWhoPublishes() {
    return publishing() != PublishingMode.ENFORCE || allows(Permission.ADMINISTER);
  }

  /** The pause of the policy, if there is one now. */
  public Optional<Pause> pause() {
    return gate.pause(seen);
  }

  /**
   * Begins the transaction of a change: ends it with {@link GateClosed} if the caller lost the
   * right to it since the gate opened.
   */
  public void confirm(Tx tx, Permission wanted) {
    gate.confirm(tx, caller, repo().key(), wanted);
  }

  /**
   * Begins the transaction of a change of content in the same way, and notes in it what the policy
   * of the repository only warns of. Once for each request.
   *
   * @param action what is changed, in the words of the audit
   */
  public void confirmWrite(Tx tx, String action, String requestId) {
    if (gate.refusalToWrite(tx, this, action, requestId).isPresent()) {
      throw new GateClosed(Permission.WRITE);
    }
  }

  /** The same outside of a transaction: for what a request is told after a body that took long. */
  public void confirm(Permission wanted) {
    gate.confirm(caller, repo().key(), wanted);
  }

  /** What the caller does to the repository, as the audit tells it. */
  public AuditEvent event(String action, String requestId, Map<String, String> details) {
    return repo().event(action, caller.actor(), requestId, details);
  }

  /**
   * What the gate says if the caller wants more: for requests that say in their body what they
   * want.
   */
  public Decision decide(Permission wanted) {
    return gate.decision(caller, seen, wanted);
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
