package dev.slipway.publishing;

import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.names.Namespace;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Tx;
import java.util.Optional;

/**
 * Finds what a resource names today: whatever the case of its letters, and under a former name too.
 */
public final class Targets {

  private final RepoStore repos;
  private final AccountStore accounts;

  /** Looks in these rows. */
  public Targets(RepoStore repos, AccountStore accounts) {
    this.repos = repos;
    this.accounts = accounts;
  }

  /**
   * What a resource names.
   *
   * @param isOpen false if it is locked or disabled, so that no exchange for it succeeds
   */
  public record Found(Target target, UserId owner, String name, boolean isOpen) {}

  /** What {@code resource} names, if it is there. */
  public Optional<Found> find(Tx tx, Resource resource) {
    return switch (resource) {
      case Resource.OfRepo(var id) -> repos.resolve(tx, id).flatMap(repo -> of(tx, repo));
      case Resource.OfUser(var name) ->
          accounts
              .find(tx, name)
              .filter(account -> account.kind() == Account.Kind.USER)
              .map(Targets::of);
    };
  }

  /** The same of what is known already. */
  Optional<Found> find(Tx tx, Target target) {
    return switch (target) {
      case Target.OfRepo(var key) -> repos.find(tx, key).flatMap(repo -> of(tx, repo));
      case Target.OfUser(var id) -> accounts.find(tx, id).map(Targets::of);
      case Target.OfNamespace(var id) -> accounts.find(tx, id).map(Targets::namespace);
    };
  }

  /** The namespace of that name, if it is of that kind. */
  Optional<Found> namespace(Tx tx, Namespace name, Account.Kind kind) {
    return accounts
        .find(tx, name)
        .filter(account -> account.kind() == kind)
        .map(Targets::namespace);
  }

  private static Found namespace(Account account) {
    return new Found(
        new Target.OfNamespace(account.id()),
        account.id(),
        account.name().text(),
        !account.isLocked());
  }

  private Optional<Found> of(Tx tx, Repo repo) {
    return accounts
        .find(tx, repo.owner())
        .map(owner ->
            new Found(
                new Target.OfRepo(repo.key()),
                repo.owner(),
                repo.id().path(),
                !owner.isLocked() && !repo.isDisabled()));
  }

  private static Found of(Account user) {
    return new Found(new Target.OfUser(user.id()), user.id(), user.name().text(), !user.isLocked());
  }
}
