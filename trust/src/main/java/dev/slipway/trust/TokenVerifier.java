package dev.slipway.trust;

import dev.slipway.trust.IssuerKeys.Lookup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * Decides whether an ID token is genuine and meant for us; the only maker of {@link VerifiedToken}.
 * Whose token it is and what it may do is for {@link ClaimPolicy} and its caller. Thread-safe.
 */
public final class TokenVerifier {

  /**
   * How far an issuer's clock may be off, in both directions; a token that expired exactly this
   * long ago is refused.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4">RFC 7519, 4.1.4</a>
   */
  public static final Duration LEEWAY = Duration.ofSeconds(60);

  /** How long an exchange may take from here to the record of the token's use. */
  static final Duration REPLAY_MARGIN = Duration.ofSeconds(60);

  private final Set<Audience> audiences;
  private final KeyCache keys;
  private final InstantSource time;

  /**
   * A verifier for tokens that are meant for one of {@code audiences}.
   *
   * @throws IllegalArgumentException if there are none: then everybody's tokens would be ours
   */
  public TokenVerifier(Collection<Audience> audiences, KeyCache keys, InstantSource time) {
    if (audiences.isEmpty()) {
      throw new IllegalArgumentException("a verifier needs an audience");
    }
    this.audiences = Set.copyOf(audiences);
    this.keys = keys;
    this.time = time;
  }

  /**
   * Verifies a token under what is registered about its issuer. Fetches keys only if there are no
   * usable ones, or the token names one that is not among them or does not verify it, and then
   * rarely; see {@link KeyCache}.
   *
   * @throws IllegalArgumentException if {@code settings} are those of another issuer
   */
  public Verification verify(UnverifiedToken token, IssuerSettings settings) {
    if (!settings.issuer().equals(token.issuer())) {
      throw new IllegalArgumentException("settings of another issuer");
    }
    if (!settings.enabled()) {
      return new Verification.Rejected(Flaw.ISSUER_DISABLED);
    }
    if (!settings.preset().tokens().algorithms().contains(token.algorithm())) {
      return new Verification.Rejected(Flaw.ALGORITHM_REFUSED);
    }
    return switch (keys.find(settings, token.keyId())) {
      case Lookup.Found(KeySet.Key key) -> verify(token, settings, key);
      case Lookup.Unknown() ->
          new Verification.Rejected(
              token.keyId().isPresent() ? Flaw.KEY_UNKNOWN : Flaw.KEY_ID_MISSING);
      case Lookup.Unavailable(Duration retryAfter) -> new Verification.KeysUnavailable(retryAfter);
    };
  }

  /**
   * Where an issuer may change a key and keep its id, one that does not verify is looked up once
   * more, under the same limit as one that is unknown.
   */
  private Verification verify(UnverifiedToken token, IssuerSettings settings, KeySet.Key key) {
    Optional<Flaw> flaw = flaw(token, settings, key);
    if (flaw.isEmpty()) {
      return claims(token, settings, key);
    }
    if (!settings.preset().reusesKeyIds()) {
      return new Verification.Rejected(flaw.get());
    }
    return keys.findOther(settings, token.keyId(), key)
        .filter(other -> flaw(token, settings, other).isEmpty())
        .map(other -> claims(token, settings, other))
        .orElseGet(() -> new Verification.Rejected(flaw.get()));
  }

  private static Optional<Flaw> flaw(
      UnverifiedToken token, IssuerSettings settings, KeySet.Key key) {
    if (settings.distrusts(key)) {
      return Optional.of(Flaw.KEY_DISTRUSTED);
    }
    if (!key.fits(token.algorithm())) {
      return Optional.of(Flaw.KEY_UNFIT);
    }
    return key.verifies(token.signingInput(), token.signature())
        ? Optional.empty()
        : Optional.of(Flaw.SIGNATURE_WRONG);
  }

  private Verification claims(UnverifiedToken token, IssuerSettings settings, KeySet.Key key) {
    try {
      RegisteredClaims registered =
          RegisteredClaims.check(
              token.unverifiedClaims(),
              settings.preset().tokens(),
              settings.fixedAudience().map(Set::of).orElse(audiences),
              time.instant());
      return new Verification.Verified(new VerifiedToken(token, registered, key));
    } catch (Refusal refusal) {
      return new Verification.Unacceptable(refusal.flaw(), new SignedToken(token));
    }
  }
}
