package dev.slipway.repos;

import dev.slipway.access.Actor.Anonymous;
import dev.slipway.access.Actor.Operator;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Actor.Workload;
import dev.slipway.access.Caller;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.Role;
import dev.slipway.access.Scope;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.names.Namespace;
import dev.slipway.sql.Tx;
import java.util.Optional;

/** Who may put a repository under a namespace. */
final class Placement {

  /** Whether it may stand there. */
  sealed interface Place {

    /** In this account. */
    record Free(Account owner) implements Place {}

    /** Nowhere near; one sentence says why. */
    record Barred(String reason) implements Place {}
  }

  private final AccountStore accounts;

  Placement(AccountStore accounts) {
    this.accounts = accounts;
  }

  Place place(Tx tx, Caller caller, Namespace namespace) {
    return switch (caller.actor()) {
      case Anonymous _ -> barred(namespace);
      case Workload _ ->
          new Place.Barred("A trusted publisher's token cannot create or move repositories.");
      case Person person -> placeOfPerson(tx, person, namespace);
      case Operator _ ->
          accounts
              .find(tx, namespace)
              .<Place>map(Place.Free::new)
              .orElseGet(() -> barred(namespace));
    };
  }

  private Place placeOfPerson(Tx tx, Person person, Namespace namespace) {
    if (person.scope() != Scope.WRITE) {
      return new Place.Barred("This token may only read; use a token with the write role.");
    }
    Optional<Account> owner = accounts.find(tx, namespace);
    boolean mayCreate =
        owner
            .filter(
                account -> accounts.role(tx, account.id(), person.id()).atLeast(Role.CONTRIBUTOR))
            .isPresent();
    return mayCreate ? new Place.Free(owner.get()) : barred(namespace);
  }

  /** Whose commits the repositories of an account take. */
  PublishingMode publishing(Tx tx, UserId account) {
    return accounts.publishing(tx, account);
  }

  /** Whether the caller is an administrator of an account, or of everything. */
  boolean administers(Tx tx, Caller caller, UserId account) {
    return switch (caller.actor()) {
      case Person person -> accounts.role(tx, account, person.id()).atLeast(Role.ADMIN);
      case Operator _ -> true;
      case Anonymous _, Workload _ -> false;
    };
  }

  private static Place.Barred barred(Namespace namespace) {
    return new Place.Barred(
        "You don't have the rights to create a repository under the namespace \""
            + namespace
            + "\".");
  }
}
