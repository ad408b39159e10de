package dev.slipway.exchange;

import dev.slipway.attempts.Reason;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.ExchangeResult.Malformed;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.ExchangeResult.Unavailable;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Value;
import dev.slipway.publishing.IssuerStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.Resource;
import dev.slipway.publishing.Targets;
import dev.slipway.publishing.Targets.Found;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.Audience;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.TokenVerifier;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.UnverifiedToken.Reading.Readable;
import dev.slipway.trust.UnverifiedToken.Reading.Unreadable;
import dev.slipway.trust.Verification;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Unacceptable;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.VerifiedToken;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges ID tokens for access tokens. Only a registered, enabled issuer is ever asked for keys;
 * what decides, what is remembered and what is granted happens in one transaction.
 */
final class TokenExchange {

  /** How often an exchange is decided anew because of what others do meanwhile. */
  private static final int MAX_ATTEMPTS = 3;

  private static final Logger LOG = LoggerFactory.getLogger(TokenExchange.class);

  private final Database database;
  private final IssuerStore issuers;
  private final Targets targets;
  private final Parts parts;
  private final TokenVerifier verifier;
  private final String audience;

  /** Who does what of an exchange. */
  record Parts(
      Candidates candidates,
      FirstUse firstUse,
      Granting granting,
      Refusals refusals,
      ExchangeLog log) {}

  /**
   * Exchanges by these.
   *
   * @param audience the one that errors tell of
   */
  TokenExchange(
      Database database,
      IssuerStore issuers,
      Targets targets,
      Parts parts,
      TokenVerifier verifier,
      String audience) {
    this.database = database;
    this.issuers = issuers;
    this.targets = targets;
    this.parts = parts;
    this.verifier = verifier;
    this.audience = audience;
  }

  /**
   * What a job asks for.
   *
   * @param name the resource as the job wrote it, whose characters are all visible
   * @param readOnly whether it wants less than its publisher may give
   */
  record Wanted(Resource resource, String name, boolean readOnly, Sender sender) {}

  ExchangeResult exchange(String idToken, Wanted wanted, String requestId) {
    return switch (UnverifiedToken.read(idToken)) {
      case Unreadable(var flaw) -> {
        LOG.info("request {}: an exchange was refused: {}", requestId, flaw);
        yield new Malformed(Disclosure.MALFORMED);
      }
      case Readable(var token) -> {
        ExchangeResult result = exchange(token, wanted, requestId);
        log(result, token.issuer(), wanted, requestId);
        yield result;
      }
    };
  }

  private ExchangeResult exchange(UnverifiedToken token, Wanted wanted, String requestId) {
    Optional<RegisteredIssuer> issuer = database.read(tx -> issuers.find(tx, token.issuer()));
    if (issuer.filter(RegisteredIssuer::isEnabled).isEmpty()) {
      return new Refused(
          Disclosure.NOT_ACCEPTED,
          (issuer.isEmpty() ? ReasonCode.ISSUER_UNKNOWN : ReasonCode.ISSUER_DISABLED).plain());
    }
    return verify(token, issuer.get(), wanted, requestId);
  }

  /** Nothing of the token but its issuer, whose characters are all visible. */
  private static void log(ExchangeResult result, Issuer issuer, Wanted wanted, String requestId) {
    switch (result) {
      case Granted _ -> LOG.debug("request {}: exchanged a token of {}", requestId, issuer);
      case Refused(_, var cause) ->
          LOG.info(
              "request {}: an exchange for {} was refused, issuer {}: {}",
              requestId,
              wanted.name(),
              issuer,
              cause);
      case Malformed(var reason) -> LOG.info("request {}: {}", requestId, reason);
      case Unavailable _ ->
          LOG.warn("request {}: no keys of issuer {} can be had", requestId, issuer);
    }
  }

  private ExchangeResult verify(
      UnverifiedToken token, RegisteredIssuer issuer, Wanted wanted, String requestId) {
    if (!(issuer.settings() instanceof Value<IssuerSettings>(var settings))) {
      return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.ISSUER_SETTINGS.plain());
    }
    String expected = settings.fixedAudience().map(Audience::text).orElse(audience);
    Verification found = verifier.verify(token, settings);
    ExchangeResult result =
        switch (found) {
          case Rejected(var flaw) -> new Refused(Disclosure.of(flaw, expected), Reason.of(flaw));
          case Unacceptable(var flaw, var signed) ->
              new Refused(Disclosure.of(flaw, expected), DryRun.reason(flaw, signed, audience));
          case KeysUnavailable(var retryAfter) -> new Unavailable(retryAfter);
          case Verified(var verified) -> decide(verified, issuer, wanted, requestId);
        };
    parts.log().note(token, found, result, new Asked(wanted, requestId));
    return result;
  }

  /** Who asked for what. */
  record Asked(Wanted wanted, String requestId) {}

  private ExchangeResult decide(
      VerifiedToken token, RegisteredIssuer issuer, Wanted wanted, String requestId) {
    FirstUse.Ask ask = new FirstUse.Ask(new Candidates.Shown(token, issuer), wanted, requestId);
    Function<Tx, ExchangeResult> decision =
        tx ->
            stillBelieved(tx, token, issuer)
                .map(now -> decide(tx, ask.under(now)))
                .orElseGet(
                    () -> new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.ISSUER_CHANGED.plain()));
    for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      try {
        Optional<ExchangeResult> result = parts.firstUse().attempt(database, ask, decision);
        if (result.isPresent()) {
          return result.get();
        }
      } catch (Granting.FirstElsewhere _) {
        // Now that there was a first job, this one is compared with it.
      }
    }
    return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.CHANGED_MEANWHILE.plain());
  }

  /**
   * Whoever changed what is believed of an issuer has ended its access tokens, and this must not
   * make another by what was believed before.
   */
  private Optional<RegisteredIssuer> stillBelieved(
      Tx tx, VerifiedToken token, RegisteredIssuer then) {
    return issuers
        .find(tx, token.issuer())
        .filter(now -> now.believesAs(then) && !now.distrusts(token));
  }

  /** Everything is asked again here, because it may have changed since the token was read. */
  private ExchangeResult decide(Tx tx, FirstUse.Ask ask) {
    VerifiedToken token = ask.token();
    RegisteredIssuer issuer = ask.shown().issuer();
    if (!issuer.isEnabled()) {
      return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.ISSUER_DISABLED.plain());
    }
    Optional<Found> there = targets.find(tx, ask.wanted().resource());
    if (there.isEmpty()) {
      return parts.firstUse().decide(tx, ask);
    }
    Found found = there.get();
    List<Publisher> publishers =
        parts.candidates().of(tx, found, ask.wanted().resource(), ask.shown());
    // Whether there is something to compare with or not: the time that it takes must not tell.
    if (publishers.isEmpty()) {
      Disclosure.compareWithNobody(token, issuer);
    }
    if (!found.isOpen()) {
      return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.OWNER_LOCKED.plain());
    }
    Matching matching = Matching.of(token, issuer, publishers, parts.candidates().time().instant());
    Granting.Case decided = new Granting.Case(token, issuer, found, matching);
    return matching.matches().isEmpty()
        ? parts.refusals().of(tx, matching, decided.place(ask.requestId()))
        : parts.granting().grant(tx, decided, ask.wanted(), ask.requestId());
  }

  /** Forgets ID tokens that nobody could show again. */
  void forgetOld() {
    database.write(tx -> {
      parts.granting().forgetOld(tx);
      return tx;
    });
  }
}
