package dev.slipway.provenance;

import dev.slipway.http.Route;
import dev.slipway.repos.RepoRoutes;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import java.util.List;

/** The door of the provenance room. */
public final class ProvenanceFeature {

  private final Provenance provenance;
  private final ProvenanceEndpoint endpoint;

  /** Stands on these. */
  public ProvenanceFeature(
      Database database, RepoStore repos, ProvenanceKeys keys, Provenance.CommitBytes commits) {
    provenance = new Provenance(database, repos, keys, commits);
    endpoint = new ProvenanceEndpoint(provenance);
  }

  /** Those behind the gate. */
  public void register(RepoRoutes routes) {
    endpoint.register(routes);
  }

  /** The hub's public keys. */
  public List<Route> routes() {
    return endpoint.routes();
  }

  /** For the commands. */
  public Provenance provenance() {
    return provenance;
  }
}
