package dev.slipway.access;

/** Where a person stands at the gate of a repository. */
public enum GateStatus {
  /** Never asked. */
  NONE,
  PENDING,
  ACCEPTED,
  REJECTED
}
