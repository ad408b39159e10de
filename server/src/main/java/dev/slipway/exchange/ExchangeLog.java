package dev.slipway.exchange;

import dev.slipway.attempts.Attempt;
import dev.slipway.attempts.AttemptLog;
import dev.slipway.attempts.FairQueue;
import dev.slipway.attempts.FairQueue.Entry;
import dev.slipway.attempts.FairQueue.Source;
import dev.slipway.attempts.Reason;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.ExchangeResult.Malformed;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.ExchangeResult.Unavailable;
import dev.slipway.exchange.Explanation.Shown;
import dev.slipway.exchange.TokenCheck.Checked;
import dev.slipway.exchange.TokenExchange.Asked;
import dev.slipway.trust.ClaimName;
import dev.slipway.trust.SignedToken;
import dev.slipway.trust.UnverifiedToken;
import dev.slipway.trust.Verification;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes from exchanges to the log of attempts. Noting one takes no time that depends on whether
 * there is a resource, and changes no answer: what was noted is looked at and written soon after,
 * and whoever sends too much loses rows, which are counted. Thread-safe.
 */
final class ExchangeLog {

  /** Most attempts that wait. */
  static final int MAX_WAITING = 256;

  /** Most of them of one issuer. */
  static final int MAX_WAITING_OF_ISSUER = 128;

  /** Most of them of one source; further ones are counted with the last. */
  static final int MAX_WAITING_OF_SOURCE = 8;

  private static final int ROWS_AT_ONCE = 32;

  /** Tells sources apart before anybody has asked which rules hold for them. */
  private static final List<ClaimName> SOURCES =
      List.of(
          new ClaimName("repository"),
          new ClaimName("project_path"),
          new ClaimName("repositoryUuid"),
          new ClaimName("oidc.circleci.com/project-id"),
          new ClaimName("sub"));

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeLog.class);

  private final AttemptWriter writer;
  private final AttemptLog log;
  private final InstantSource time;
  private final Object writing = new Object();
  private FairQueue<Seen> waiting = empty();

  ExchangeLog(AttemptWriter writer, AttemptLog log, InstantSource time) {
    this.writer = writer;
    this.log = log;
    this.time = time;
  }

  /**
   * An attempt that waits to be written.
   *
   * @param signed the token, as far as the log may look at it
   * @param refusal why it was not let in; empty if it was, and for a dry run
   */
  record Seen(
      Shown shown,
      SignedToken signed,
      boolean isDryRun,
      Optional<Reason> refusal,
      Asked asked,
      Instant at) {}

  /** Notes what became of an exchange, if an issuer vouches for its token. */
  void note(UnverifiedToken token, Verification found, ExchangeResult result, Asked asked) {
    Optional<Reason> refusal =
        switch (result) {
          case Refused(_, var cause) -> Optional.of(cause);
          case Granted _, Malformed _, Unavailable _ -> Optional.empty();
        };
    switch (found) {
      case Verification.Verified(var verified) -> {
        Shown shown = new Shown(token, new Checked.Genuine(verified, 0));
        add(new Seen(shown, verified.signed(), false, refusal, asked, time.instant()));
      }
      case Verification.Unacceptable(var flaw, var signed) -> {
        Shown shown = new Shown(token, new Checked.Unfit(flaw, signed));
        add(new Seen(shown, signed, false, refusal, asked, time.instant()));
      }
      case Verification.Rejected _, Verification.KeysUnavailable _ -> {}
    }
  }

  /** Notes that a token was explained, if its issuer vouches for it. */
  void note(Shown shown, Asked asked) {
    switch (shown.checked()) {
      case Checked.Genuine(var verified, _) ->
          add(new Seen(shown, verified.signed(), true, Optional.empty(), asked, time.instant()));
      case Checked.Unfit(_, var signed) ->
          add(new Seen(shown, signed, true, Optional.empty(), asked, time.instant()));
      case Checked.Unsigned _, Checked.NoKeys _, Checked.NoIssuer _ -> {}
    }
  }

  private static FairQueue<Seen> empty() {
    return new FairQueue<>(MAX_WAITING, MAX_WAITING_OF_ISSUER, MAX_WAITING_OF_SOURCE);
  }

  private synchronized void add(Seen seen) {
    waiting.add(source(seen.signed()), seen);
  }

  private static Source source(SignedToken token) {
    return new Source(
        token.issuer().text(),
        SOURCES.stream()
            .flatMap(name -> token.claims().find(name).stream())
            .map(Object::toString)
            .findFirst()
            .orElse(""));
  }

  private synchronized FairQueue<Seen> take() {
    FairQueue<Seen> taken = waiting;
    waiting = empty();
    return taken;
  }

  /** Writes what waits. A failure is logged; what could not be written is lost. */
  void flush() {
    synchronized (writing) {
      FairQueue<Seen> taken = take();
      if (taken.dropped() > 0) {
        LOG.warn("{} attempts came too fast for the exchange log", taken.dropped());
      }
      List<Attempt> attempts = new ArrayList<>();
      taken.entries().forEach(entry -> read(entry).ifPresent(attempts::add));
      for (int from = 0; from < attempts.size(); from += ROWS_AT_ONCE) {
        write(attempts.subList(from, Math.min(from + ROWS_AT_ONCE, attempts.size())));
      }
    }
  }

  private Optional<Attempt> read(Entry<Seen> entry) {
    try {
      return writer.attempt(entry.last(), entry.times());
    } catch (RuntimeException e) {
      LOG.warn("reading an attempt for the exchange log", e);
      return Optional.empty();
    }
  }

  private void write(List<Attempt> attempts) {
    try {
      log.record(attempts);
    } catch (RuntimeException e) {
      LOG.warn("writing {} attempts into the exchange log", attempts.size(), e);
    }
  }
}
