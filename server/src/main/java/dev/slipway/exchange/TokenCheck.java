package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.sql.Database;
import dev.slipway.trust.Flaw;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.SignedToken;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Unacceptable;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.VerifiedToken;
import java.time.Duration;
import java.util.Optional;

/**
 * Checks an ID token that is to be explained, as an exchange would: only a registered issuer is
 * asked for keys.
 */
final class TokenCheck {

  private final Database database;
  private final IssuerStore issuers;
  private final TokenVerifier verifier;
  private final String audience;
  private final ReplayStore replays = new ReplayStore();

  /**
   * Asks these.
   *
   * @param audience what a token for an exchange must name
   */
  TokenCheck(Database database, IssuerStore issuers, TokenVerifier verifier, String audience) {
    this.database = database;
    this.issuers = issuers;
    this.verifier = verifier;
    this.audience = audience;
  }

  String audience() {
    return audience;
  }

  /** What is known of a token before anybody asks what it is for. */
  sealed interface Checked {

    /**
     * It is genuine.
     *
     * @param uses how often it was exchanged
     */
    record Genuine(VerifiedToken token, int uses) implements Checked {}

    /** Its issuer signed it, but it is not for us, or not for now. */
    record Unfit(Flaw flaw, SignedToken token) implements Checked {}

    /** Nobody vouches for it. */
    record Unsigned(Flaw flaw) implements Checked {}

    /** Its issuer's keys cannot be had. */
    record NoKeys(Duration retryAfter) implements Checked {}

    /** Its issuer is not one that could be asked. */
    record NoIssuer(Reason reason, String sentence) implements Checked {}
  }

  Checked check(UnverifiedToken token) {
    Optional<RegisteredIssuer> issuer = database.read(tx -> issuers.find(tx, token.issuer()));
    if (issuer.isEmpty()) {
      return new Checked.NoIssuer(
          ReasonCode.ISSUER_UNKNOWN.plain(),
          "no publisher here names the issuer " + token.issuer());
    }
    return switch (issuer.get().settings()) {
      case Malformed<IssuerSettings>(var problem) ->
          new Checked.NoIssuer(ReasonCode.ISSUER_SETTINGS.plain(), problem);
      case Value<IssuerSettings>(var settings) ->
          switch (verifier.verify(token, settings)) {
            case Verified(var verified) ->
                new Checked.Genuine(
                    verified, database.read(tx -> replays.uses(tx, verified.replayKey())));
            case Unacceptable(var flaw, var signed) -> new Checked.Unfit(flaw, signed);
            case Rejected(var flaw) -> new Checked.Unsigned(flaw);
            case KeysUnavailable(var retryAfter) -> new Checked.NoKeys(retryAfter);
          };
    };
  }
}
