package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Role;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.publishing.RepoScope.Creates;
import dev.slipway.publishing.RepoScope.Names;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is particular to publishers that stand on a namespace: who may say so, where they are shown,
 * how many there may be, and the end of those whose repository never came.
 */
public final class NamespacePublishers {

  /** Most publishers of one namespace that wait for a repository. */
  public static final int MAX_PENDING = 100;

  /** Most of those in the name of one user, wherever. */
  public static final int MAX_PENDING_OF_USER = 20;

  private final Database database;
  private final Stores stores;
  private final InstantSource time;

  /** The rows that it works on. */
  public record Stores(
      PublisherStore publishers,
      NamespacePublisherStore namespaces,
      IssuerStore issuers,
      RepoStore repos,
      AccountStore accounts,
      AuditStore audit) {}

  /** Works on these rows. */
  public NamespacePublishers(Database database, Stores stores, InstantSource time) {
    this.database = database;
    this.stores = stores;
    this.time = time;
  }

  /** What stands behind the name of an organisation, for somebody. */
  sealed interface Entry {

    /** One that they administer. */
    record Entered(Account org) implements Entry {}

    /** One that they only belong to. */
    record NotAdmin(Namespace org) implements Entry {}

    /** None that they belong to. */
    record NoSuchOrg() implements Entry {}
  }

  /** Finds an organisation for a caller; who does not belong to it does not learn of it. */
  Entry enter(Caller caller, Namespace name) {
    return database.read(tx -> {
      Optional<Account> org =
          stores.accounts().find(tx, name).filter(found -> found.kind() == Account.Kind.ORG);
      Role role = org.map(found -> role(tx, caller, found.id())).orElse(Role.NONE);
      if (role == Role.NONE) {
        return new Entry.NoSuchOrg();
      }
      return role.atLeast(Role.ADMIN)
          ? new Entry.Entered(org.orElseThrow())
          : new Entry.NotAdmin(org.orElseThrow().name());
    });
  }

  /** Whether a caller may say which jobs publish under a namespace. */
  boolean administers(Tx tx, Caller caller, UserId account) {
    return role(tx, caller, account).atLeast(Role.ADMIN);
  }

  private Role role(Tx tx, Caller caller, UserId account) {
    return switch (caller.actor()) {
      case Actor.Person person -> stores.accounts().role(tx, account, person.id());
      case Actor.Operator _ -> Role.ADMIN;
      case Actor.Anonymous _, Actor.Workload _ -> Role.NONE;
    };
  }

  /** A publisher of a namespace, on the page of a repository that it stands for. */
  record Shown(Publisher publisher, Namespace namespace) {}

  /** The publishers of its namespace that let jobs into what {@code target} is, oldest first. */
  List<Shown> on(Tx tx, Target target) {
    Optional<Repo> repo =
        target instanceof Target.OfRepo(var key)
            ? stores.repos().find(tx, key)
            : Optional.<Repo>empty();
    return repo.stream()
        .flatMap(found ->
            stores.namespaces().naming(tx, found.owner(), found.id()).stream()
                .filter(each -> mayName(each, found.id()))
                .map(each -> new Shown(each, found.id().namespace())))
        .toList();
  }

  private static boolean mayName(Publisher publisher, RepoId repo) {
    return publisher.grant().repos().filter(scope -> scope.mayName(repo.name())).isPresent();
  }

  /** What to say of a publisher that does not stand here: where it does, if it is shown here. */
  PublisherResult missing(Tx tx, Target target, String id) {
    return on(tx, target).stream()
        .filter(shown -> shown.publisher().id().equals(id))
        .findFirst()
        .<PublisherResult>map(shown ->
            new PublisherResult.Refused(
                "this publisher is one of "
                    + shown.namespace()
                    + " for several repositories; an administrator changes it there"))
        .orElseGet(PublisherResult.NotFound::new);
  }

  /** Why a publisher cannot be added for want of room; empty if there is some. */
  Optional<String> crowd(Tx tx, Change change, NewPublisher wanted) {
    if (!(change.target() instanceof Target.OfNamespace(var account))) {
      return limit(stores.publishers().count(tx, change.target()), PublisherRegistry.MAX_PUBLISHERS)
          .map(most -> "there are " + most + " publishers here already");
    }
    if (wanted.state().pending().isEmpty()) {
      return limit(stores.namespaces().standing(tx, account), PublisherRegistry.MAX_PUBLISHERS)
          .map(most -> "there are " + most + " publishers here already");
    }
    return limit(stores.namespaces().pending(tx, account), MAX_PENDING)
        .map(most -> "there are " + most + " pending publishers here already")
        .or(() ->
            change
                .creator()
                .flatMap(
                    user -> limit(stores.namespaces().pendingFor(tx, user), MAX_PENDING_OF_USER))
                .map(most -> "you have " + most + " pending publishers already"));
  }

  private static Optional<Integer> limit(int there, int most) {
    return there >= most ? Optional.of(most) : Optional.empty();
  }

  /** What of a publisher cannot be because of where it stands; empty if nothing. */
  Optional<String> misfit(Tx tx, Change change, NewPublisher wanted) {
    Optional<RepoScope> scope = wanted.grant().repos();
    Optional<Pending> pending = wanted.state().pending();
    if (!(change.target() instanceof Target.OfNamespace(var account))) {
      return scope.isPresent() || pending.isPresent()
          ? Optional.of("only the publishers of a namespace name repositories or are pending")
          : Optional.empty();
    }
    return scope.isEmpty()
        ? Optional.of("\"repositories\" is needed: a type, and names or a pattern")
        : misfit(wanted, scope.get())
            .or(() -> pending.flatMap(_ -> misfitOfPending(tx, account, scope.get())));
  }

  private static Optional<String> misfit(NewPublisher wanted, RepoScope scope) {
    if (scope.creates() == Creates.NOTHING) {
      return Optional.empty();
    }
    if (wanted.grant().isReadOnly()) {
      return Optional.of("a publisher that only reads creates no repositories");
    }
    return scope.type() == RepoType.SPACE
        ? Optional.of("a Space is created by somebody who says how it runs, not by a publisher")
        : Optional.empty();
  }

  private Optional<String> misfitOfPending(Tx tx, UserId account, RepoScope scope) {
    if (scope.creates() == Creates.NOTHING
        || !(scope.names() instanceof Names.Exact(var names))
        || names.size() != 1) {
      return Optional.of("a pending publisher names one repository, and how it is created");
    }
    Namespace owner = stores.accounts().find(tx, account).orElseThrow().name();
    RepoId id = new RepoId(scope.type(), owner, names.getFirst());
    return stores
        .repos()
        .resolve(tx, id)
        .map(_ -> "the repository " + id + " is there already; add the publisher to it");
  }

  /**
   * Removes the publishers whose repository did not come in time, and the issuers that nobody names
   * any more: a repository that was created by hand ends pending publishers too.
   */
  void removeExpired() {
    database.write(tx -> {
      List<Publisher> expired = stores.namespaces().expired(tx, time.instant());
      expired.forEach(publisher -> remove(tx, publisher));
      stores.issuers().deleteUnused(tx);
      return expired.size();
    });
  }

  private void remove(Tx tx, Publisher publisher) {
    stores.publishers().delete(tx, publisher.id());
    if (publisher.target() instanceof Target.OfNamespace(var account)) {
      stores
          .audit()
          .append(
              tx,
              new AuditEvent(
                  "namespace.remove_trusted_publisher",
                  new Actor.Operator(),
                  Optional.of(account),
                  stores.accounts().find(tx, account).orElseThrow().name().text(),
                  AuditEvent.BY_ITSELF,
                  Map.of(
                      "publisher", publisher.id(),
                      "issuer", publisher.issuer().text(),
                      "reason", "no job came for its repository in time")));
    }
  }
}
