package dev.slipway.exchange;

import dev.slipway.tokens.ExchangeSession;
import dev.slipway.trust.ProviderPreset;
import dev.slipway.trust.VerifiedToken;
import java.time.Instant;
import java.util.Map;

/** What is remembered of the job behind an ID token. */
final class JobSession {

  private JobSession() {}

  /** The session of a token that was just accepted under the rules of {@code preset}. */
  static ExchangeSession of(String id, VerifiedToken token, ProviderPreset preset, Instant now) {
    return new ExchangeSession(
        id, token.issuer(), token.subject(), Map.of(), Map.of(), token.issuedAt(), now);
  }
}
