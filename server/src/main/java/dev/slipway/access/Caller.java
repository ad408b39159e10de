package dev.slipway.access;

import java.util.Optional;

/**
 * Who sent a request, and by which token.
 *
 * @param token the token's row, absent for anonymous callers and sessions; signed addresses carry
 *     it
 */
public record Caller(Actor actor, Optional<TokenId> token) {

  /** Somebody without credentials. */
  public static final Caller ANONYMOUS = new Caller(new Actor.Anonymous(), Optional.empty());

  /** Whether no credentials were shown. */
  public boolean isAnonymous() {
    return actor instanceof Actor.Anonymous;
  }
}
