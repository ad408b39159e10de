package dev.slipway.trust;

import dev.slipway.names.Issuer;

/**
 * An ID token that its issuer signed, whatever else is wrong with it; {@link TokenVerifier} alone
 * makes one. Good for telling its holder and the maintainers what it says; nothing may be granted
 * by it.
 */
public final class SignedToken {

  private final UnverifiedToken token;

  /** For {@link TokenVerifier} and {@link VerifiedToken} alone. */
  SignedToken(UnverifiedToken token) {
    this.token = token;
  }

  /** Who signed it. */
  public Issuer issuer() {
    return token.issuer();
  }

  /** What the issuer says. */
  public ClaimSet claims() {
    return token.unverifiedClaims();
  }

  /** The issuer alone; the token itself is a secret. */
  @Override
  public String toString() {
    return "SignedToken[" + issuer() + "]";
  }
}
