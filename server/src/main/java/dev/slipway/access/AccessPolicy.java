package dev.slipway.access;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Decision.Allowed;
import dev.slipway.access.Decision.Disabled;
import dev.slipway.access.Decision.Forbidden;
import dev.slipway.access.Decision.Gated;
import dev.slipway.access.Decision.Hidden;
import java.util.Optional;

/** The one place that decides what an actor may do to a repository. Pure. */
public final class AccessPolicy {

  private static final Decision ALLOWED = new Allowed(Optional.empty());
  private static final Decision HIDDEN = new Hidden();
  private static final Decision WARNED =
      new Allowed(
          Optional.of(
              "This repository asks for commits of its trusted publishers: this was let in and"
                  + " noted; publish from CI."));
  private static final Decision PUBLISHERS_ALONE =
      new Forbidden(
          "This repository takes commits of its trusted publishers alone; publish from CI, or an"
              + " administrator changes the policy in its settings.");

  private AccessPolicy() {}

  /** Whether {@code actor}, who stands so to the repository behind {@code door}, may do this. */
  public static Decision decide(Actor actor, Door door, Standing standing, Permission wanted) {
    return switch (actor) {
      case Operator _ -> ALLOWED;
      case Anonymous _ -> decideForStranger(door, wanted);
      case Workload workload -> decideForWorkload(workload, door, wanted);
      case Person person -> decideForPerson(person, door, standing, wanted);
    };
  }

  private static Decision decideForStranger(Door door, Permission wanted) {
    if (door.isPrivate()) {
      return HIDDEN;
    }
    if (door.isDisabled()) {
      return new Disabled();
    }
    return switch (wanted) {
      case READ_METADATA -> ALLOWED;
      case READ_CONTENT -> door.isGated() ? new Gated(GateStatus.NONE) : ALLOWED;
      case WRITE, REWRITE, MANAGE, ADMINISTER -> new Forbidden("You need to sign in to do this.");
    };
  }

  private static Decision decideForWorkload(Workload workload, Door door, Permission wanted) {
    if (!workload.repo().equals(door.key())) {
      return forbidden(decideForStranger(door, wanted), "This token is for another repository.");
    }
    if (door.isDisabled()) {
      return new Disabled();
    }
    return switch (wanted) {
      case READ_METADATA, READ_CONTENT -> ALLOWED;
      case WRITE ->
          workload.mayWrite() ? ALLOWED : new Forbidden("This token may only read the repository.");
      case REWRITE, MANAGE, ADMINISTER ->
          new Forbidden(
              "A token of a trusted publisher cannot squash, change settings, move or delete.");
    };
  }

  private static Decision decideForPerson(
      Person person, Door door, Standing standing, Permission wanted) {
    if (person.scope() == Scope.GATED_REPOS) {
      return decideForGatedReader(door, standing, wanted);
    }
    Role role = standing.role();
    if (door.isPrivate() && role == Role.NONE) {
      return HIDDEN;
    }
    if (door.isDisabled()) {
      return new Disabled();
    }
    return switch (wanted) {
      case READ_METADATA -> ALLOWED;
      case READ_CONTENT -> decideAtGate(door, standing);
      case WRITE, REWRITE -> decideByPolicy(door, decideForWriter(person.scope(), standing));
      case MANAGE -> decideForWriter(person.scope(), standing);
      case ADMINISTER -> decideForAdministrator(person.scope(), role);
    };
  }

  /** What a person, who is no trusted publisher, may change of the content. */
  private static Decision decideByPolicy(Door door, Decision decision) {
    if (!(decision instanceof Allowed)) {
      return decision;
    }
    return switch (door.publishing()) {
      case OFF -> decision;
      case WARN -> WARNED;
      case ENFORCE -> PUBLISHERS_ALONE;
    };
  }

  private static Decision decideForAdministrator(Scope scope, Role role) {
    return scope == Scope.WRITE && role.atLeast(Role.ADMIN)
        ? ALLOWED
        : new Forbidden(
            "Only an administrator of the account that owns this repository may loosen its"
                + " publishing policy, or take the repository out of it.");
  }

  private static Decision decideForGatedReader(Door door, Standing standing, Permission wanted) {
    boolean entitled = standing.gate() == GateStatus.ACCEPTED || isInside(door, standing);
    if (wanted == Permission.READ_CONTENT && !door.isPrivate() && !door.isDisabled() && entitled) {
      return ALLOWED;
    }
    Decision decision = decideForStranger(door, wanted);
    return decision instanceof Gated
        ? new Gated(standing.gate())
        : forbidden(decision, "This token only reads repositories that its user was let into.");
  }

  private static Decision decideAtGate(Door door, Standing standing) {
    boolean open =
        !door.isGated() || standing.gate() == GateStatus.ACCEPTED || isInside(door, standing);
    return open ? ALLOWED : new Gated(standing.gate());
  }

  /**
   * Members do not stand before their own gate unless the owner wants it; those who manage never
   * do.
   */
  private static boolean isInside(Door door, Standing standing) {
    return standing.role().atLeast(door.membersAreGated() ? Role.WRITE : Role.READ);
  }

  private static Decision decideForWriter(Scope scope, Standing standing) {
    boolean mayChange =
        standing.role().atLeast(Role.WRITE)
            || (standing.role() == Role.CONTRIBUTOR && standing.created());
    if (!mayChange) {
      return new Forbidden("You need the Write role on this repository to do this.");
    }
    return scope == Scope.WRITE
        ? ALLOWED
        : new Forbidden("This token may only read; use a token with the write role.");
  }

  private static Decision forbidden(Decision decision, String reason) {
    return decision instanceof Forbidden ? new Forbidden(reason) : decision;
  }
}
