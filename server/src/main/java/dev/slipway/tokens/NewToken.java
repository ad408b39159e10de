package dev.slipway.tokens;

import dev.slipway.access.Scope;
import java.time.Duration;
import java.util.Optional;

/**
 * A token that a person asks for.
 *
 * @param name what the person calls it
 * @param lifetime absent if it should work until it is revoked
 */
public record NewToken(String name, Scope scope, Optional<Duration> lifetime) {

  /** Longest name, in characters. */
  public static final int MAX_NAME_CHARACTERS = 96;
}
