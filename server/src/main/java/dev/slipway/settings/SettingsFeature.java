package dev.slipway.settings;

import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.http.Route;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import java.time.InstantSource;
import java.util.List;

/** The door of the settings room. */
public final class SettingsFeature {

  private final SettingsChanges changes;
  private final SettingsEndpoint endpoint;

  /** The rows that this room works on. */
  public record Stores(RepoStore repos, AccountStore accounts, AuditStore audit) {}

  /** Stands on these. */
  public SettingsFeature(Database database, Stores stores, RepoGate gate, InstantSource time) {
    changes =
        new SettingsChanges(database, stores.repos(), stores.accounts(), stores.audit(), gate);
    endpoint = new SettingsEndpoint(changes, time);
  }

  /** What the command changes as well. */
  public SettingsChanges changes() {
    return changes;
  }

  /** {@code …/settings} of repositories. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
  }

  /** {@code …/settings} of organisations. */
  public List<Route> routes() {
    return endpoint.routes();
  }
}
