package dev.slipway.repos;

import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.git.GitRepository;
import dev.slipway.git.change.RefResult;
import dev.slipway.git.storage.CatalogUpdate;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoPath;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Brings repositories into being: the row, the first commit and what goes with them at once. */
final class Births {

  private final Database database;
  private final RepoStore store;
  private final RepoGit git;
  private final Gifts gifts;

  /** What a new repository is given. */
  record Gifts(Authors authors, SecureRandom random, InstantSource time) {}

  Births(Database database, RepoStore store, RepoGit git, Gifts gifts) {
    this.database = database;
    this.store = store;
    this.git = git;
    this.gifts = gifts;
  }

  /** Stands in the transaction of the first commit, or alone where there is none. */
  interface Birth extends CatalogWork {

    Repo repo();

    /** Inserts the row; a reason undoes all of it. */
    Optional<String> insert(Tx tx);

    void log(Tx tx);

    @Override
    default Optional<String> before(Tx tx, CatalogUpdate update) {
      return insert(tx);
    }

    @Override
    default void after(Tx tx, CatalogUpdate update) {
      log(tx);
    }
  }

  /** A repository as it will be. */
  Repo newRepo(NewRepo wanted, Account owner, Optional<UserId> by) {
    Instant now = gifts.time().instant();
    return new Repo(
        RepoKey.random(gifts.random()),
        new RepoId(wanted.id().type(), owner.name(), wanted.id().name()),
        owner.id(),
        wanted.isPrivate(),
        Gate.OPEN,
        false,
        false,
        wanted.sdk(),
        by,
        "{}",
        now,
        now);
  }

  /** Inserts the row of a repository, whose name nobody else's former address leads to any more. */
  void insert(Tx tx, Repo repo) {
    store.forgetFormer(tx, repo.id().type(), repo.owner(), repo.id().name());
    store.insert(tx, repo);
  }

  /** Does all of it, or nothing; says which. */
  boolean run(Birth birth, Map<RepoPath, byte[]> files) {
    return birth.repo().id().type().hasGit() ? withFirstCommit(birth, files) : withoutGit(birth);
  }

  private boolean withoutGit(Birth birth) {
    try {
      return database.write(tx -> {
        if (birth.insert(tx).isPresent()) {
          throw new Unborn();
        }
        birth.log(tx);
        return true;
      });
    } catch (Unborn _) {
      return false;
    }
  }

  /** Undoes the creation of what has no git; never leaves this class. */
  private static final class Unborn extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unborn() {
      super("no repository was created", null, false, false);
    }
  }

  private boolean withFirstCommit(Birth birth, Map<RepoPath, byte[]> files) {
    Repo repo = birth.repo();
    try (GitRepository repository = git.open(repo.key(), birth)) {
      var result = repository.createMain(repo.id().type(), files, gifts.authors().system());
      return switch (result) {
        case RefResult.Done _ -> true;
        case RefResult.Refused _ -> false;
        case RefResult.Exists _,
            RefResult.NoSuchRef _,
            RefResult.NameConflict _,
            RefResult.MainStays _ ->
            throw new IllegalStateException("the first commit of " + repo.id() + ": " + result);
      };
    }
  }
}
