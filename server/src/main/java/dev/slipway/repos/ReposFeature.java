package dev.slipway.repos;

import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.git.GitStore;
import dev.slipway.http.PublicUrl;
import dev.slipway.http.Route;
import dev.slipway.jobs.Jobs;
import dev.slipway.repos.RepoChanges.Records;
import dev.slipway.sql.Database;
import dev.slipway.tokens.TokenStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The door of the repos room: the gate, the git behind it, and the routes that make repositories.
 */
public final class ReposFeature {

  private static final Duration COMPACT_INTERVAL = Duration.ofSeconds(15);
  private static final Duration REMOVE_INTERVAL = Duration.ofMinutes(15);

  private final RepoGate gate;
  private final RepoGit git;
  private final RepoRoutes routes;
  private final RepoCreation creation;
  private final RepoEndpoint endpoint;
  private final GitUpkeep upkeep;

  /** The rows that this room works on, and who is told of what it writes to git. */
  public record Stores(
      RepoStore repos,
      AccountStore accounts,
      TokenStore tokens,
      AuditStore audit,
      RepoGit.CommitWitness witness) {}

  /** Stands on these. */
  public ReposFeature(
      Database database,
      Stores stores,
      GitStore gitStore,
      PublicUrl publicUrl,
      InstantSource time,
      SecureRandom random) {
    RepoStore repos = stores.repos();
    Records records = new Records(stores.audit(), stores.tokens(), stores.witness());
    Placement placement = new Placement(stores.accounts());
    gate = new RepoGate(database, repos, stores.tokens(), stores.audit(), time);
    git = new RepoGit(database, gitStore, gate, repos, records, time);
    routes = new RepoRoutes(gate, publicUrl);
    RepoCreation.Birth birth = new RepoCreation.Birth(new Authors(publicUrl, time), random, time);
    creation = new RepoCreation(database, repos, git, placement, stores.audit(), birth);
    RepoChanges changes = new RepoChanges(database, repos, gate, placement, records, time);
    endpoint = new RepoEndpoint(creation, changes, publicUrl);
    upkeep = new GitUpkeep(database, git, gitStore.maintenance(), time);
    endpoint.register(routes);
  }

  /** The one way to a repository. */
  public RepoGate gate() {
    return gate;
  }

  /** The git behind an open gate. */
  public RepoGit git() {
    return git;
  }

  /** How repositories come to be. */
  public RepoCreation creation() {
    return creation;
  }

  /** Where other rooms register what they answer about repositories. */
  public RepoRoutes repoRoutes() {
    return routes;
  }

  /**
   * Those by which repositories and buckets are made, moved and deleted; those behind the gate are
   * in {@link #repoRoutes}.
   */
  public List<Route> routes() {
    return endpoint.routes();
  }

  /** Joins packs, and removes those that nobody needs any more. */
  public void schedule(Jobs jobs) {
    jobs.every(COMPACT_INTERVAL, "compaction", upkeep::compact);
    jobs.every(REMOVE_INTERVAL, "replaced packs", upkeep::removeReplaced);
    jobs.every(REMOVE_INTERVAL, "packs of deleted repositories", upkeep::removeDeleted);
  }
}
