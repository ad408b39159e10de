package dev.slipway.tokens;

import dev.slipway.accounts.AccountStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.sql.Database;
import java.time.Duration;
import java.util.List;

/** The door of the tokens room. */
public final class TokensFeature {

  private static final Duration FORGET_INTERVAL = Duration.ofMinutes(10);

  private final Tokens tokens;
  private final WhoamiEndpoint whoami;

  /** Stands on these. */
  public TokensFeature(
      Database database, AccountStore accounts, Tokens tokens, PublicUrl publicUrl) {
    this.tokens = tokens;
    this.whoami = new WhoamiEndpoint(database, accounts, tokens, publicUrl);
  }

  /** {@code /api/whoami-v2}. */
  public List<Route> routes() {
    return whoami.routes();
  }

  /** Writes times of last use, forgets expired tokens. */
  public void schedule(Jobs jobs) {
    jobs.every(Tokens.TOUCH_INTERVAL, "last use of tokens", tokens::flushLastUsed);
    jobs.every(FORGET_INTERVAL, "expired tokens", tokens::forgetExpired);
  }

  /** What came together since the last run; called at the end of the process. */
  public void finish() {
    tokens.flushLastUsed();
  }
}
