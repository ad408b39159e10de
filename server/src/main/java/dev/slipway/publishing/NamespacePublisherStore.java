package dev.slipway.publishing;

import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.sql.Tx;
import java.time.Instant;
import java.util.List;

/** All SQL of the publishers of namespaces that asks for repositories by name. */
public final class NamespacePublisherStore {

  private static final String NAMING =
      """
      SELECT * FROM publisher
      WHERE user_id = :account AND scope_type = :type
        AND (scope_pattern <> ''
          OR instr(char(10) || scope_names || char(10), char(10) || :name || char(10)) > 0)
      """;

  private static final String OLDEST_FIRST = " ORDER BY created_at, id";

  /**
   * The publishers for one issuer that may stand for a repository of an account: what an exchange
   * asks, by one index. Those with a pattern may stand for another one.
   *
   * @param now pending ones that are over by then are not there
   */
  public List<Publisher> naming(Tx tx, UserId account, RepoId repo, Issuer issuer, Instant now) {
    return tx.handle()
        .createQuery(
            NAMING
                + " AND issuer = :issuer AND (pending_until IS NULL OR pending_until > :now)"
                + OLDEST_FIRST)
        .bind("account", account.hex())
        .bind("type", repo.type().word())
        .bind("name", repo.name().text())
        .bind("issuer", issuer.text())
        .bind("now", now.toEpochMilli())
        .map((row, _) -> PublisherStore.publisher(row))
        .list();
  }

  /** The same for every issuer, without those that wait for a repository. */
  public List<Publisher> naming(Tx tx, UserId account, RepoId repo) {
    return tx.handle()
        .createQuery(NAMING + " AND pending_until IS NULL" + OLDEST_FIRST)
        .bind("account", account.hex())
        .bind("type", repo.type().word())
        .bind("name", repo.name().text())
        .map((row, _) -> PublisherStore.publisher(row))
        .list();
  }

  /** How many publishers of a namespace wait for a repository. */
  int pending(Tx tx, UserId account) {
    return tx.handle()
        .createQuery(
            """
            SELECT count(*) FROM publisher
            WHERE user_id = :account AND scope_type IS NOT NULL AND pending_until IS NOT NULL
            """)
        .bind("account", account.hex())
        .mapTo(Integer.class)
        .one();
  }

  /** How many publishers wait for a repository in the name of a user, wherever. */
  int pendingFor(Tx tx, UserId user) {
    return tx.handle()
        .createQuery("SELECT count(*) FROM publisher WHERE pending_for = :user")
        .bind("user", user.hex())
        .mapTo(Integer.class)
        .one();
  }

  /** How many publishers of a namespace wait for nothing. */
  int standing(Tx tx, UserId account) {
    return tx.handle()
        .createQuery(
            """
            SELECT count(*) FROM publisher
            WHERE user_id = :account AND scope_type IS NOT NULL AND pending_until IS NULL
            """)
        .bind("account", account.hex())
        .mapTo(Integer.class)
        .one();
  }

  /** Those whose repository did not come in time. */
  List<Publisher> expired(Tx tx, Instant now) {
    return tx.handle()
        .createQuery("SELECT * FROM publisher WHERE pending_until <= :now")
        .bind("now", now.toEpochMilli())
        .map((row, _) -> PublisherStore.publisher(row))
        .list();
  }

  /** A pending publisher becomes an ordinary one of the repository that it was waiting for. */
  public void settle(Tx tx, String id, RepoKey repo) {
    tx.handle()
        .createUpdate(
            """
            UPDATE publisher SET repo_key = :repo, user_id = NULL, scope_type = NULL,
              scope_names = '', scope_creates = 'none', pending_until = NULL, pending_for = NULL
            WHERE id = :id AND pending_until IS NOT NULL
            """)
        .bind("repo", repo.hex())
        .bind("id", id)
        .execute();
  }
}
