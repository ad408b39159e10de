package dev.slipway.provenance;

import dev.slipway.names.CommitId;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.Subject;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of who wrote what. */
public final class Provenance {

  /** Most lines of one list. */
  static final int MAX_LINES = 1000;

  private final Database database;
  private final RepoStore repos;
  private final ProvenanceKeys keys;
  private final CommitBytes commits;
  private final StatementStore statements = new StatementStore();

  /** Reads the bytes of a commit. */
  @FunctionalInterface
  public interface CommitBytes {

    /** The object without git's header, if the repository has it. */
    Optional<byte[]> of(RepoKey repo, CommitId commit);
  }

  Provenance(Database database, RepoStore repos, ProvenanceKeys keys, CommitBytes commits) {
    this.database = database;
    this.repos = repos;
    this.keys = keys;
    this.commits = commits;
  }

  /**
   * The job that brought a commit.
   *
   * @param publisher the id of the publisher that let it in
   * @param runUrl where its log can be read; empty if nobody knows
   */
  public record Written(Issuer issuer, Subject subject, String publisher, String runUrl) {}

  /** Those of the commits that jobs brought, each with its job. */
  public Map<CommitId, Written> written(RepoKey repo, Collection<CommitId> commits) {
    return commits.isEmpty()
        ? Map.of()
        : database.read(tx -> statements.written(tx, repo, commits));
  }

  /** The envelope of the statement that names a commit. */
  Optional<String> envelope(RepoKey repo, CommitId commit) {
    return database.read(tx -> statements.envelope(tx, repo, commit));
  }

  List<VerificationKey> keys() {
    return keys.all();
  }

  VerificationKey rotate() {
    return keys.rotate();
  }

  /** The repository of this name, or of a former one. */
  Optional<Repo> find(RepoId id) {
    return database.read(tx -> repos.resolve(tx, id));
  }

  /** What jobs wrote to a repository since then, youngest first. */
  List<StatementStore.Line> list(RepoKey repo, Instant since) {
    return database.read(tx -> statements.list(tx, repo, since, MAX_LINES));
  }

  /** Checks the statement of a commit against the hub's own keys and repository. */
  Verdict verify(RepoKey repo, CommitId commit) {
    Optional<String> envelope = envelope(repo, commit);
    if (envelope.isEmpty()) {
      return new Verdict.Unsound("no trusted publisher wrote a commit of this id");
    }
    return commits
        .of(repo, commit)
        .map(bytes -> Verifier.verify(envelope.get(), keys.all(), commit, bytes))
        .orElseGet(() -> new Verdict.Unsound("the repository does not have the commit any more"));
  }
}
