package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.names.Sha256;
import dev.slipway.names.Subject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * An ID token that {@link TokenVerifier} has checked; holding one is the proof. It hides the
 * signature, and algorithm and key too, so that nobody comes to depend on them.
 */
public final class VerifiedToken {

  private final UnverifiedToken token;
  private final RegisteredClaims registered;
  private final KeySet.Key key;

  /** For {@link TokenVerifier} alone. */
  VerifiedToken(UnverifiedToken token, RegisteredClaims registered, KeySet.Key key) {
    this.token = token;
    this.registered = registered;
    this.key = key;
  }

  /** The same token, without what makes it good for an exchange. */
  public SignedToken signed() {
    return new SignedToken(token);
  }

  /** Who issued the token; every name and number in it means something only beside this. */
  public Issuer issuer() {
    return token.issuer();
  }

  /** Whom the issuer speaks of. */
  public Subject subject() {
    return registered.subject();
  }

  public ClaimSet claims() {
    return token.unverifiedClaims();
  }

  public Instant issuedAt() {
    return registered.issuedAt();
  }

  public Instant expiresAt() {
    return registered.expiresAt();
  }

  /** The {@code jti}, where the issuer gives one. */
  public Optional<String> tokenId() {
    return registered.tokenId();
  }

  /**
   * What this token is remembered by once it was exchanged: 64 hexadecimal digits, the SHA-256 of
   * issuer and {@code jti}, or of issuer, header and payload where there is no {@code jti}. Never
   * of the signature, which whoever holds the token may be able to write in a second way.
   */
  public String replayKey() {
    byte[] issuer = issuer().text().getBytes(StandardCharsets.UTF_8);
    byte[] identity =
        tokenId()
            .map(id -> id.getBytes(StandardCharsets.UTF_8))
            .orElseGet(() -> token.signingInput());
    MessageDigest digest = Sha256.begin();
    // Length and kind first, so that no two of these four texts run together.
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(issuer.length).array());
    digest.update(issuer);
    digest.update((byte) (tokenId().isPresent() ? 1 : 0));
    return HexFormat.of().formatHex(digest.digest(identity));
  }

  /**
   * Until when its use must be remembered. The verifier takes the token until {@code exp} and
   * {@link TokenVerifier#LEEWAY}; the margin is for the exchange that passed it just before.
   */
  public Instant rememberUntil() {
    return expiresAt().plus(TokenVerifier.LEEWAY).plus(TokenVerifier.REPLAY_MARGIN);
  }

  /**
   * Whether one of these keys, each named by its id or its thumbprint, vouched for the token; for
   * whoever has to ask again because trust in a key may have ended meanwhile.
   */
  public boolean isVouchedForByAny(Set<String> keys) {
    return keys.contains(key.id()) || keys.contains(key.thumbprint());
  }

  String algorithm() {
    return token.algorithm();
  }

  /** Issuer and subject; the token itself is a secret. */
  @Override
  public String toString() {
    return "VerifiedToken[" + issuer() + ", " + subject() + "]";
  }
}
