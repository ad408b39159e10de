package dev.slipway.repos;

import dev.slipway.git.RepoMaintenance;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Database;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps the git of all repositories quick, a few at a time; what is left waits for the next run.
 */
final class GitUpkeep {

  private static final int BATCH = 50;

  private final Database database;
  private final RepoGit git;
  private final RepoMaintenance maintenance;
  private final InstantSource time;
  private final GitCatalogStore catalogs = new GitCatalogStore();
  private final RepoStore repos = new RepoStore();

  GitUpkeep(Database database, RepoGit git, RepoMaintenance maintenance, InstantSource time) {
    this.database = database;
    this.git = git;
    this.maintenance = maintenance;
    this.time = time;
  }

  /** Joins the packs of repositories that have many, the fullest first. */
  void compact() {
    int limit = RepoMaintenance.CROWDED_ABOVE;
    for (RepoKey key : database.read(tx -> catalogs.crowded(tx, limit, BATCH))) {
      maintenance.compact(key, catalog(key));
    }
  }

  /** Removes packs that were replaced, after the requests that may have read them. */
  void removeReplaced() {
    Instant limit = time.instant().minus(RepoMaintenance.GRACE);
    for (RepoKey key : database.read(tx -> catalogs.withTombstones(tx, limit, BATCH))) {
      maintenance.removeReplaced(key, catalog(key));
    }
  }

  /** Removes the packs of repositories that were deleted. */
  void removeDeleted() {
    Instant limit = time.instant().minus(RepoMaintenance.GRACE);
    for (RepoKey key : database.read(tx -> repos.deletedBefore(tx, limit, BATCH))) {
      maintenance.removeAll(key);
      database.write(tx -> {
        repos.forgetDeleted(tx, key);
        return key;
      });
    }
  }

  private GitCatalog catalog(RepoKey key) {
    return git.catalog(key);
  }
}
