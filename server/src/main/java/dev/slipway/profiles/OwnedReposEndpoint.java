package dev.slipway.profiles;

import dev.slipway.access.Actor.Person;
import dev.slipway.access.Role;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.files.NextPage;
import dev.slipway.http.BadRequest;
import dev.slipway.http.Method;
import dev.slipway.http.Problem;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.http.Route;
import dev.slipway.http.RouteAccess;
import dev.slipway.http.Status;
import dev.slipway.http.WireTime;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.repos.Repo;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.util.List;
import java.util.Optional;

/** {@code …/settings/repositories}: what an account owns, and how much room it takes. */
final class OwnedReposEndpoint {

  private final Database database;
  private final RepoListStore store;
  private final AccountStore accounts;
  private final NextPage nextPage;

  OwnedReposEndpoint(
      Database database, RepoListStore store, AccountStore accounts, NextPage nextPage) {
    this.database = database;
    this.store = store;
    this.accounts = accounts;
    this.nextPage = nextPage;
  }

  List<Route> routes() {
    return List.of(
        new Route(
            Method.GET,
            "/api/settings/repositories",
            RouteAccess.PERSON,
            request -> list(request, person(request).name())),
        new Route(
            Method.GET,
            "/api/organizations/{org}/settings/repositories",
            RouteAccess.PERSON,
            request -> list(request, organisation(request))));
  }

  private Reply list(Request request, Namespace owner) {
    RepoQuery query = RepoQueryReader.ofOwner(request, owner);
    Owned owned = database.read(tx -> owned(tx, query, owner, person(request).id()));
    Reply reply =
        Reply.json(owned.page().stream().map(one -> OwnedJson.of(one, owned.total())).toList());
    return owned.page().size() < query.limit()
        ? reply
        : nextPage.behind(
            RepoQueryReader.cursor(owned.page().getLast(), query.order()), request, reply);
  }

  /** An organisation's are shown to its members alone; others do not learn whether there is one. */
  private Owned owned(Tx tx, RepoQuery query, Namespace owner, UserId user) {
    Optional<UserId> account =
        accounts
            .find(tx, owner)
            .map(Account::id)
            .filter(id -> id.equals(user) || accounts.role(tx, id, user).atLeast(Role.READ));
    if (account.isEmpty()) {
      throw noSuchOrganisation();
    }
    return new Owned(store.list(tx, query), store.storage(tx, account.get()));
  }

  private static Namespace organisation(Request request) {
    return switch (Namespace.parse(request.variable("org"))) {
      case Value<Namespace>(var name) -> name;
      case Malformed<Namespace> _ -> throw noSuchOrganisation();
    };
  }

  private static BadRequest noSuchOrganisation() {
    return new BadRequest(Problem.of(Status.NOT_FOUND, "Organization not found"));
  }

  private static Person person(Request request) {
    if (request.caller().actor() instanceof Person person) {
      return person;
    }
    throw new BadRequest(Problem.forbidden("Only a person has repositories of their own."));
  }

  private record Owned(List<Described> page, long total) {}

  /**
   * One line.
   *
   * @param storagePercent part of what the account takes in all, from 0 to 1 in spite of its name
   */
  record OwnedJson(
      String id,
      String type,
      String updatedAt,
      String visibility,
      long storage,
      double storagePercent) {

    static OwnedJson of(Described described, long total) {
      Repo repo = described.repo();
      long storage = described.storage().getAsLong();
      return new OwnedJson(
          repo.id().fullName(),
          repo.id().type().word(),
          WireTime.print(repo.lastModifiedAt()),
          repo.isPrivate() ? "private" : "public",
          storage,
          total == 0 ? 0 : (double) storage / total);
    }
  }
}
