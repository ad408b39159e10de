package dev.slipway.tokens;

import dev.slipway.access.TokenSecret;
import dev.slipway.names.Namespace;

/** What came of asking for a token. */
public sealed interface NewTokenResult {

  /** The token, to be shown once. */
  record Created(AccessToken token, TokenSecret secret) implements NewTokenResult {}

  /** Nobody is called so. */
  record NoSuchUser(Namespace name) implements NewTokenResult {}
}
