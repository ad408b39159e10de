package dev.slipway.repos;

import dev.slipway.git.GitRepository;
import dev.slipway.git.GitStore;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.git.storage.GitCatalog;
import dev.slipway.names.CommitId;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.RepoChanges.Records;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.Optional;

/** Opens the git repository behind a gate that is open already, for one request and one thread. */
public final class RepoGit {

  /** Is told of every change to a repository's git, in the transaction that makes it visible. */
  @FunctionalInterface
  public interface CommitWitness {

    /** Writes down what it has to; what it throws undoes the change. */
    void landed(Tx tx, OpenRepo repo, CatalogUpdate update, String requestId);
  }

  private static final CatalogWork READ_ONLY =
      new CatalogWork() {
        @Override
        public Optional<String> before(Tx tx, CatalogUpdate update) {
          throw new IllegalStateException("a change through a repository opened for reading");
        }

        @Override
        public void after(Tx tx, CatalogUpdate update) {
          throw new IllegalStateException("a change through a repository opened for reading");
        }
      };

  private final Database database;
  private final GitStore git;
  private final GitCatalogStore catalogs = new GitCatalogStore();
  private final RepoGate gate;
  private final RepoStore store;
  private final Records records;
  private final InstantSource time;

  RepoGit(
      Database database,
      GitStore git,
      RepoGate gate,
      RepoStore store,
      Records records,
      InstantSource time) {
    this.database = database;
    this.git = git;
    this.gate = gate;
    this.store = store;
    this.records = records;
    this.time = time;
  }

  /** The gate that is asked again. */
  RepoGate gate() {
    return gate;
  }

  /** For reading; a change through it is a bug. The caller closes it. */
  public GitRepository read(OpenRepo repo) {
    return open(repo.repo().key(), READ_ONLY);
  }

  /**
   * For one change. In the transaction that makes it visible, the caller's token and the gate are
   * asked once more, and the audit is written. The caller closes it.
   */
  public GitRepository change(OpenRepo repo, GitChange change) {
    return open(repo.repo().key(), new GuardedWork(gate, store, records, time, repo, change));
  }

  /** The bytes of a commit without git's header, if the repository has it. */
  public Optional<byte[]> commitBytes(RepoKey repo, CommitId commit) {
    try (GitRepository repository = open(repo, READ_ONLY)) {
      return repository.commitBytes(commit);
    }
  }

  /** Whether a repository was deleted since its gate was opened. */
  public boolean isGone(OpenRepo repo) {
    return database.read(tx -> store.find(tx, repo.repo().key())).isEmpty();
  }

  /** The catalog of a repository for its upkeep, which moves no reference. */
  GitCatalog catalog(RepoKey key) {
    return new SqlGitCatalog(database, catalogs, time, key, READ_ONLY);
  }

  GitRepository open(RepoKey key, CatalogWork work) {
    return git.open(key, new SqlGitCatalog(database, catalogs, time, key, work));
  }
}
