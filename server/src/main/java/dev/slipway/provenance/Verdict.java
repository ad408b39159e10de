package dev.slipway.provenance;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What became of checking a statement. */
public sealed interface Verdict {

  /** Every check passed; {@code statement} is what was signed. */
  record Sound(String keyId, JsonNode statement) implements Verdict {}

  /** The first check that failed. */
  record Unsound(String reason) implements Verdict {}

  /** Why not, if not. */
  default Optional<String> problem() {
    return this instanceof Unsound(var reason) ? Optional.of(reason) : Optional.empty();
  }
}
