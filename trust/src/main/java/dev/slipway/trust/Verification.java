package dev.slipway.trust;

import java.time.Duration;

/** What {@link TokenVerifier} found out about a token. */
public sealed interface Verification {

  /** Issuer, signature, audience and times are right. Whether anybody wants the token is open. */
  record Verified(VerifiedToken token) implements Verification {}

  /** Nobody vouches for the token; it is not accepted, now or later. */
  record Rejected(Flaw flaw) implements Verification {}

  /** Its issuer signed the token, but it is not for us, not for now, or not all there. */
  record Unacceptable(Flaw flaw, SignedToken token) implements Verification {}

  /**
   * Nothing can be said: no usable key of this issuer is at hand and fetching failed.
   *
   * @param retryAfter when it is worth asking again, at least one second
   */
  record KeysUnavailable(Duration retryAfter) implements Verification {}
}
