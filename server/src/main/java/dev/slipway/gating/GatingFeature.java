package dev.slipway.gating;

import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.sql.Database;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** The door of the gating room. */
public final class GatingFeature {

  private final AccessRequestEndpoint requests;
  private final AskAccessEndpoint asking;
  private final AccessReportEndpoint report;

  /** Stands on these. */
  public GatingFeature(
      Database database,
      AccountStore accounts,
      AuditStore audit,
      PublicUrl publicUrl,
      InstantSource time,
      RandomGenerator random) {
    GuestList guests =
        new GuestList(database, new AccessRequestStore(), accounts, audit, time, random);
    requests = new AccessRequestEndpoint(guests, publicUrl);
    asking = new AskAccessEndpoint(guests, publicUrl);
    report = new AccessReportEndpoint(guests, publicUrl);
  }

  /** {@code …/user-access-request/*}, {@code …/user-access-report} and {@code …/ask-access}. */
  public void register(RepoRoutes routes) {
    requests.register(routes);
    asking.register(routes);
    report.register(routes);
  }
}
