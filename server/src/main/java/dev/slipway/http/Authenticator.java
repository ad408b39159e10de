package dev.slipway.http;

import dev.slipway.access.Caller;
import dev.slipway.access.TokenSecret;
import java.util.Optional;

/** Says whose token it is; the tokens room answers. */
@FunctionalInterface
public interface Authenticator {

  /**
   * The caller who holds {@code token}; empty if it is wrong, expired or revoked, or its holder
   * locked.
   */
  Optional<Caller> authenticate(TokenSecret token);
}
