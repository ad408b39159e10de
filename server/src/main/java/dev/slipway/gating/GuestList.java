package dev.slipway.gating;

import dev.slipway.access.Caller;
import dev.slipway.access.GateStatus;
import dev.slipway.access.Permission;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditStore;
import dev.slipway.gating.AccessRequestStore.Page;
import dev.slipway.gating.AccessRequestStore.Review;
import dev.slipway.gating.GuestName.ById;
import dev.slipway.gating.GuestName.ByName;
import dev.slipway.gating.GuestName.ByRequest;
import dev.slipway.gating.GuestResult.AlreadySo;
import dev.slipway.gating.GuestResult.Done;
import dev.slipway.gating.GuestResult.NoSuchRequest;
import dev.slipway.gating.GuestResult.NoSuchUser;
import dev.slipway.gating.GuestResult.NotGated;
import dev.slipway.names.Ascii;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.Gate;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Repo;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Lets people ask at a gate, and those with the Write role answer them; each answer stands in the
 * audit.
 */
final class GuestList {

  private final Database database;
  private final AccessRequestStore store;
  private final AccountStore accounts;
  private final AuditStore audit;
  private final InstantSource time;
  private final RandomGenerator random;

  GuestList(
      Database database,
      AccessRequestStore store,
      AccountStore accounts,
      AuditStore audit,
      InstantSource time,
      RandomGenerator random) {
    this.database = database;
    this.store = store;
    this.accounts = accounts;
    this.audit = audit;
    this.time = time;
    this.random = random;
  }

  /**
   * Asks for access: let in at once by an automatic gate, else waiting. Asking twice changes
   * nothing.
   */
  GuestResult ask(OpenRepo open, UserId user, String fields, String requestId) {
    Repo repo = open.repo();
    if (repo.gate() == Gate.OPEN) {
      return new NotGated();
    }
    GateStatus status = repo.gate() == Gate.AUTO ? GateStatus.ACCEPTED : GateStatus.PENDING;
    return database.write(tx -> {
      open.confirm(tx, Permission.READ_METADATA);
      if (store.status(tx, repo.key(), user).isPresent()) {
        return new AlreadySo();
      }
      insert(tx, repo, user, request(status, fields, Optional.empty()));
      log(tx, open, "repo.ask_access", requestId, Map.of("status", word(status)));
      return new Done();
    });
  }

  /** Takes one's own request back. */
  GuestResult cancel(OpenRepo open, UserId user, String requestId) {
    return database.write(tx -> {
      open.confirm(tx, Permission.READ_METADATA);
      boolean pending =
          store.status(tx, open.repo().key(), user).equals(Optional.of(GateStatus.PENDING));
      if (!pending) {
        return new NoSuchRequest();
      }
      store.delete(tx, open.repo().key(), user);
      log(tx, open, "repo.cancel_access_request", requestId, Map.of());
      return new Done();
    });
  }

  /** Who stands where, newest first. */
  List<AccessRequest> list(OpenRepo open, GateStatus status, Page page) {
    return database.read(tx -> store.list(tx, open.repo().key(), status, page));
  }

  /** Answers a request, or changes an earlier answer. */
  GuestResult handle(OpenRepo open, GuestName guest, Review review, String requestId) {
    return onGuest(
        open,
        guest,
        account ->
            database.write(tx -> {
              open.confirm(tx, Permission.MANAGE);
              Optional<GateStatus> before = store.status(tx, open.repo().key(), account.id());
              if (before.isEmpty() || before.get() == review.status()) {
                return new NoSuchRequest();
              }
              store.review(tx, open.repo().key(), account.id(), review, time.instant());
              log(
                  tx,
                  open,
                  "repo.handle_access_request",
                  requestId,
                  Map.of("user", account.name().text(), "status", word(review.status())));
              return new Done();
            }));
  }

  /** Lets somebody in who may not have asked. */
  GuestResult grant(OpenRepo open, GuestName guest, String requestId) {
    return onGuest(
        open, guest, account -> database.write(tx -> grant(tx, open, account, requestId)));
  }

  private GuestResult grant(Tx tx, OpenRepo open, Account account, String requestId) {
    open.confirm(tx, Permission.MANAGE);
    Optional<GateStatus> before = store.status(tx, open.repo().key(), account.id());
    if (before.equals(Optional.of(GateStatus.ACCEPTED))) {
      return new AlreadySo();
    }
    Optional<String> by = Optional.of(name(open.caller()));
    if (before.isPresent()) {
      Review review = new Review(GateStatus.ACCEPTED, Optional.empty(), by);
      store.review(tx, open.repo().key(), account.id(), review, time.instant());
    } else {
      insert(tx, open.repo(), account.id(), request(GateStatus.ACCEPTED, "{}", by));
    }
    log(tx, open, "repo.grant_access", requestId, Map.of("user", account.name().text()));
    return new Done();
  }

  private GuestResult onGuest(
      OpenRepo open, GuestName guest, Function<Account, GuestResult> answer) {
    if (open.repo().gate() == Gate.OPEN) {
      return new NotGated();
    }
    Optional<Account> account =
        database
            .read(tx -> account(tx, open.repo().key(), guest))
            .filter(found -> found.kind() == Account.Kind.USER);
    return account
        .map(answer)
        .orElseGet(() -> guest instanceof ByRequest ? new NoSuchRequest() : new NoSuchUser());
  }

  private Optional<Account> account(Tx tx, RepoKey repo, GuestName guest) {
    return switch (guest) {
      case ByName(var name) -> accounts.find(tx, name);
      case ById(var id) -> accounts.find(tx, id);
      case ByRequest(var id) -> store.guest(tx, repo, id).flatMap(user -> accounts.find(tx, user));
    };
  }

  private void insert(Tx tx, Repo repo, UserId user, AccessRequest request) {
    store.insert(tx, repo.key(), user, request);
  }

  private AccessRequest request(GateStatus status, String fields, Optional<String> grantedBy) {
    Instant now = time.instant();
    return new AccessRequest(
        AccessRequestId.random(random),
        new AccessRequest.Guest(new UserId(""), "", "", Optional.empty()),
        status,
        fields,
        Optional.empty(),
        grantedBy,
        now,
        status == GateStatus.PENDING ? Optional.empty() : Optional.of(now));
  }

  private static String name(Caller caller) {
    return caller.actor() instanceof dev.slipway.access.Actor.Person person
        ? person.name().text()
        : "operator";
  }

  private void log(
      Tx tx, OpenRepo open, String action, String requestId, Map<String, String> details) {
    audit.append(tx, open.event(action, requestId, details));
  }

  private static String word(GateStatus status) {
    return Ascii.lowerCase(status.name());
  }
}
