package dev.slipway.access;

import java.util.Optional;

/** Whether an actor may. */
public sealed interface Decision {

  /** Yes; {@code warning} is a sentence for the actor if that will not stay so. */
  record Allowed(Optional<String> warning) implements Decision {}

  /** No, and the actor must not learn that the repository exists. */
  record Hidden() implements Decision {}

  /** No, though the actor may know of it; {@code reason} is a sentence for them. */
  record Forbidden(String reason) implements Decision {}

  /** No: the gate is closed to the actor. */
  record Gated(GateStatus status) implements Decision {}

  /** No: the operator closed the repository. */
  record Disabled() implements Decision {}
}
