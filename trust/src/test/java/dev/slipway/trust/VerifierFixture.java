package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Unacceptable;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.outbound.OutboundHttp;
import java.util.List;

/** A verifier with a clock that stands, for issuers whose keys are pasted. */
final class VerifierFixture {

  final SettableClock clock = SettableClock.afterIssue();
  final TokenVerifier verifier =
      new TokenVerifier(
          List.of(new Audience(SampleClaims.HUB), new Audience("https://old-hub.example")),
          new KeyCache(new OutboundHttp(), clock),
          clock);

  static IssuerSettings pasted(ProviderPreset preset, String issuer, SigningKey... keys) {
    return pasted(preset, issuer, SigningKey.jwks(keys));
  }

  static IssuerSettings pasted(ProviderPreset preset, String issuer, String jwks) {
    return IssuerSettings.parse(new Issuer(issuer), preset, true, new KeySource.Pasted(jwks))
        .orThrow();
  }

  Verification verify(String token, IssuerSettings settings) {
    return switch (UnverifiedToken.read(token)) {
      case UnverifiedToken.Reading.Readable(var read) -> verifier.verify(read, settings);
      case UnverifiedToken.Reading.Unreadable(Flaw flaw) -> new Rejected(flaw);
    };
  }

  VerifiedToken verified(String token, IssuerSettings settings) {
    return switch (verify(token, settings)) {
      case Verified(VerifiedToken verified) -> verified;
      case Rejected(Flaw flaw) -> throw new AssertionError("rejected: " + flaw);
      case Unacceptable(Flaw flaw, _) -> throw new AssertionError("unacceptable: " + flaw);
      case KeysUnavailable _ -> throw new AssertionError("no keys");
    };
  }

  Flaw flaw(String token, IssuerSettings settings) {
    return flaw(verify(token, settings));
  }

  /** What was wrong with the token, whether its issuer signed it or not. */
  static Flaw flaw(Verification verification) {
    return switch (verification) {
      case Verified _ -> throw new AssertionError("was verified");
      case Rejected(Flaw flaw) -> flaw;
      case Unacceptable(Flaw flaw, _) -> flaw;
      case KeysUnavailable _ -> throw new AssertionError("no keys");
    };
  }

  /** A sample, signed by its issuer's key and verified, ready for a policy. */
  VerifiedToken genuine(SampleClaims claims, ProviderPreset preset) {
    String issuer = claims.unverified().issuer().text();
    return verified(SigningKey.RSA.sign(claims.json()), pasted(preset, issuer, SigningKey.RSA));
  }
}
