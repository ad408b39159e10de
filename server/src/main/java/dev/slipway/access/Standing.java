package dev.slipway.access;

/**
 * How an actor stands to one repository.
 *
 * @param role in the account that owns it
 * @param created whether the actor created it
 * @param gate where the actor stands at its gate
 */
public record Standing(Role role, boolean created, GateStatus gate) {

  /** A stranger. */
  public static final Standing STRANGER = new Standing(Role.NONE, false, GateStatus.NONE);
}
