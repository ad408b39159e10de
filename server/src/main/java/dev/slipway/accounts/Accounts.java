package dev.slipway.accounts;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.TokenSecret;
import dev.slipway.access.UserId;
import dev.slipway.accounts.AccountResult.AddedWithCode;
import dev.slipway.accounts.AccountResult.Done;
import dev.slipway.accounts.AccountResult.Refused;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Namespace;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Adds, locks and unlocks users; adds organisations and their members. Each change stands in the
 * audit.
 */
public final class Accounts {

  private static final int ID_BYTES = 12;
  private static final int CODE_BYTES = 16;

  private final Database database;
  private final AccountStore store;
  private final AuditStore audit;
  private final ReservedNames reserved;
  private final InstantSource time;
  private final SecureRandom random;

  /** Works on these rows. */
  public Accounts(
      Database database,
      AccountStore store,
      AuditStore audit,
      ReservedNames reserved,
      InstantSource time,
      SecureRandom random) {
    this.database = database;
    this.store = store;
    this.audit = audit;
    this.reserved = reserved;
    this.time = time;
    this.random = random;
  }

  /** Adds a user; without a password, with a code to choose one. */
  public AccountResult addUser(Actor actor, NewUser user) {
    Optional<Refused> wrong = problem(user);
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Optional<String> hash = user.password().map(Passwords::hash);
    return database.write(tx -> {
      Optional<Refused> taken = taken(tx, user.name());
      if (taken.isPresent()) {
        return taken.get();
      }
      if (store.findByEmail(tx, user.email()).isPresent()) {
        return new Refused("another user has this e-mail address");
      }
      Account account = account(Account.Kind.USER, user.name(), Optional.of(user.email()), user);
      store.insert(tx, account, hash);
      log(tx, actor, "user.add", account, Map.of("admin", String.valueOf(user.isAdmin())));
      return hash.isPresent() ? new Done(account) : new AddedWithCode(account, code(tx, account));
    });
  }

  private static Optional<Refused> problem(NewUser user) {
    int at = user.email().indexOf('@');
    if (at < 1 || at == user.email().length() - 1 || user.email().chars().anyMatch(c -> c <= ' ')) {
      return Optional.of(new Refused("an e-mail address has the form name@host"));
    }
    int length = user.password().map(String::length).orElse(Passwords.MIN_CHARACTERS);
    if (length < Passwords.MIN_CHARACTERS || length > Passwords.MAX_CHARACTERS) {
      return Optional.of(new Refused("a password has 8 to 1024 characters"));
    }
    return Optional.empty();
  }

  private Optional<Refused> taken(Tx tx, Namespace name) {
    if (reserved.includes(name)) {
      return Optional.of(new Refused("the name " + name + " is reserved"));
    }
    return store.find(tx, name).map(_ -> new Refused("the name " + name + " is taken"));
  }

  private Account account(Account.Kind kind, Namespace name, Optional<String> email, NewUser user) {
    return new Account(
        newId(), kind, name, name.text(), email, user.isAdmin(), false, time.instant());
  }

  private UserId newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new UserId(HexFormat.of().formatHex(bytes));
  }

  private String code(Tx tx, Account account) {
    String code = newCode();
    store.insertCode(
        tx,
        new OneTimeCode(
            new TokenSecret(code).hash(),
            OneTimeCode.Purpose.PASSWORD,
            Optional.of(account.id()),
            time.instant().plus(OneTimeCode.LIFETIME)));
    return code;
  }

  private String newCode() {
    byte[] bytes = new byte[CODE_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * A fresh code for the first administrator, in place of older ones; empty once there is a user.
   */
  public Optional<String> setUpCode() {
    return database.write(tx -> {
      if (store.hasUsers(tx)) {
        return Optional.<String>empty();
      }
      store.deleteCodes(tx, OneTimeCode.Purpose.SET_UP);
      String code = newCode();
      store.insertCode(
          tx,
          new OneTimeCode(
              new TokenSecret(code).hash(),
              OneTimeCode.Purpose.SET_UP,
              Optional.empty(),
              time.instant().plus(OneTimeCode.LIFETIME)));
      return Optional.of(code);
    });
  }

  /** Adds an organisation that {@code owner} administers. */
  public AccountResult addOrg(Actor actor, Namespace name, Namespace owner) {
    return database.write(tx -> {
      Optional<Refused> taken = taken(tx, name);
      if (taken.isPresent()) {
        return taken.get();
      }
      Optional<Account> admin = user(tx, owner);
      if (admin.isEmpty()) {
        return new Refused("there is no user " + owner);
      }
      Account org =
          account(
              Account.Kind.ORG,
              name,
              Optional.empty(),
              new NewUser(name, "", false, Optional.empty()));
      store.insert(tx, org, Optional.empty());
      store.setRole(tx, org.id(), admin.get().id(), Role.ADMIN);
      log(tx, actor, "org.add", org, Map.of("owner", owner.text()));
      return new Done(org);
    });
  }

  /** Makes a user a member with {@code role}, or ends the membership with {@link Role#NONE}. */
  public AccountResult setMember(Actor actor, Namespace org, Namespace user, Role role) {
    return database.write(tx -> {
      Optional<Account> account =
          store.find(tx, org).filter(found -> found.kind() == Account.Kind.ORG);
      Optional<Account> member = user(tx, user);
      if (account.isEmpty() || member.isEmpty()) {
        return new Refused(
            account.isEmpty() ? "there is no organisation " + org : "there is no user " + user);
      }
      UserId orgId = account.get().id();
      UserId userId = member.get().id();
      if (store.role(tx, orgId, userId) == Role.ADMIN
          && role != Role.ADMIN
          && store.admins(tx, orgId) == 1) {
        return new Refused(org + " would have no administrator left");
      }
      if (role == Role.NONE) {
        store.removeMember(tx, orgId, userId);
      } else {
        store.setRole(tx, orgId, userId, role);
      }
      log(tx, actor, "org.member", account.get(), Map.of("user", user.text(), "role", role.name()));
      return new Done(account.get());
    });
  }

  private Optional<Account> user(Tx tx, Namespace name) {
    return store.find(tx, name).filter(account -> account.kind() == Account.Kind.USER);
  }

  /** Locks an account, or unlocks it. Its tokens stop, or start, working with the next request. */
  public AccountResult setLocked(Actor actor, Namespace name, boolean locked) {
    return database.write(tx -> {
      Optional<Account> account = store.find(tx, name);
      if (account.isEmpty()) {
        return new Refused("there is no user " + name);
      }
      store.setLocked(tx, account.get().id(), locked);
      log(tx, actor, locked ? "user.lock" : "user.unlock", account.get(), Map.of());
      return new Done(account.get());
    });
  }

  private void log(
      Tx tx, Actor actor, String action, Account account, Map<String, String> details) {
    audit.append(
        tx,
        new AuditEvent(
            action,
            actor,
            Optional.of(account.id()),
            account.name().text(),
            AuditEvent.COMMAND_LINE,
            details));
  }
}
