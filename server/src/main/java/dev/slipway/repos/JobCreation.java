package dev.slipway.repos;

import dev.slipway.access.Actor;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Creates repositories because jobs may publish to them. What such a job came for happens in the
 * transaction that makes the repository visible.
 */
public final class JobCreation {

  private final Births births;
  private final RepoStore store;
  private final AuditStore audit;

  JobCreation(Births births, RepoStore store, AuditStore audit) {
    this.births = births;
    this.store = store;
    this.audit = audit;
  }

  /**
   * A repository that comes into being because a job may publish to it.
   *
   * @param id with the name of {@code owner} as it is written
   * @param creator in whose name; empty for nobody's
   * @param details for the audit, beside who the job was
   */
  public record ForJob(
      RepoId id,
      boolean isPrivate,
      Account owner,
      Optional<UserId> creator,
      Map<String, String> details) {}

  /** What goes with the creation of a repository for a job, in its transaction. */
  public interface Cause {

    /** Who does it. */
    Actor actor(RepoKey repo);

    /** Whether it is still to be: asked first. */
    boolean holds(Tx tx);

    /** Goes on with what is there now; false undoes all of it. */
    boolean born(Tx tx, Repo repo);
  }

  /**
   * Creates a repository without files of anybody's, if its name is free and its cause holds: all
   * of it, or nothing.
   */
  public boolean create(ForJob wanted, Cause cause, String requestId) {
    NewRepo empty = new NewRepo(wanted.id(), wanted.isPrivate(), Optional.empty(), Map.of(), false);
    Repo repo = births.newRepo(empty, wanted.owner(), wanted.creator());
    return births.run(new BirthForJob(repo, wanted, cause, requestId), Map.of());
  }

  /** Inserts the row for a job, and goes on with what the job came for. */
  private final class BirthForJob implements Births.Birth {

    private final Repo repo;
    private final ForJob wanted;
    private final Cause cause;
    private final String requestId;

    BirthForJob(Repo repo, ForJob wanted, Cause cause, String requestId) {
      this.repo = repo;
      this.wanted = wanted;
      this.cause = cause;
      this.requestId = requestId;
    }

    @Override
    public Repo repo() {
      return repo;
    }

    @Override
    public Optional<String> insert(Tx tx) {
      // A former name is taken too: whoever clones by it must not get another repository.
      if (store.resolve(tx, repo.id()).isPresent() || !cause.holds(tx)) {
        return Optional.of("the repository is there, or is to be no more");
      }
      births.insert(tx, repo);
      if (!cause.born(tx, repo)) {
        return Optional.of("the exchange was refused");
      }
      new NameTaken(store, audit).settle(tx, repo, cause.actor(repo.key()), requestId);
      return Optional.empty();
    }

    @Override
    public void log(Tx tx) {
      Map<String, String> details = new LinkedHashMap<>(wanted.details());
      details.put("private", String.valueOf(repo.isPrivate()));
      audit.append(tx, repo.event("repo.create", cause.actor(repo.key()), requestId, details));
    }
  }
}
