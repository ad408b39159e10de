package dev.slipway.accounts;

import dev.slipway.access.PublishingMode;
import dev.slipway.access.Role;
import dev.slipway.access.UserId;
import dev.slipway.names.Namespace;
import dev.slipway.sql.Tx;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All SQL of users, organisations and members. */
public final class AccountStore {

  private static final String COLUMNS =
      "a.id, a.kind, a.name, a.full_name, a.email, a.is_admin, a.is_locked, a.created_at";

  /** The account of this name, whatever its case. */
  public Optional<Account> find(Tx tx, Namespace name) {
    return tx.handle()
        .createQuery("SELECT " + COLUMNS + " FROM account a WHERE a.folded_name = :name")
        .bind("name", name.folded())
        .map((row, _) -> account(row))
        .findOne();
  }

  /** The account of this id. */
  public Optional<Account> find(Tx tx, UserId id) {
    return tx.handle()
        .createQuery("SELECT " + COLUMNS + " FROM account a WHERE a.id = :id")
        .bind("id", id.hex())
        .map((row, _) -> account(row))
        .findOne();
  }

  /** The user with this e-mail address, if somebody has it. */
  public Optional<Account> findByEmail(Tx tx, String email) {
    return tx.handle()
        .createQuery("SELECT " + COLUMNS + " FROM account a WHERE a.email = :email")
        .bind("email", email)
        .map((row, _) -> account(row))
        .findOne();
  }

  /** Every user, by name. */
  public List<Account> users(Tx tx) {
    return tx.handle()
        .createQuery(
            "SELECT " + COLUMNS + " FROM account a WHERE a.kind = 'user' ORDER BY a.folded_name")
        .map((row, _) -> account(row))
        .list();
  }

  /** Every organisation, by name. */
  public List<Account> orgs(Tx tx) {
    return tx.handle()
        .createQuery(
            "SELECT " + COLUMNS + " FROM account a WHERE a.kind = 'org' ORDER BY a.folded_name")
        .map((row, _) -> account(row))
        .list();
  }

  /** Whether the hub has a user yet. */
  public boolean hasUsers(Tx tx) {
    return tx.handle()
        .createQuery("SELECT EXISTS (SELECT 1 FROM account WHERE kind = 'user')")
        .mapTo(Integer.class)
        .one()
        .equals(1);
  }

  void insert(Tx tx, Account account, Optional<String> passwordHash) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO account
              (id, kind, name, folded_name, full_name, email, is_admin, password_hash, created_at)
            VALUES (:id, :kind, :name, :folded, :fullName, :email, :admin, :password, :at)
            """)
        .bind("id", account.id().hex())
        .bind("kind", account.kind().word())
        .bind("name", account.name().text())
        .bind("folded", account.name().folded())
        .bind("fullName", account.fullName())
        .bind("email", account.email().orElse(null))
        .bind("admin", account.isAdmin() ? 1 : 0)
        .bind("password", passwordHash.orElse(null))
        .bind("at", account.createdAt().toEpochMilli())
        .execute();
  }

  void setLocked(Tx tx, UserId id, boolean locked) {
    tx.handle()
        .createUpdate("UPDATE account SET is_locked = :locked WHERE id = :id")
        .bind("locked", locked ? 1 : 0)
        .bind("id", id.hex())
        .execute();
  }

  /** What an organisation says of whose commits its repositories take; off for users. */
  public PublishingMode publishing(Tx tx, UserId id) {
    String word =
        tx.handle()
            .createQuery("SELECT trusted_publishing FROM account WHERE id = :id")
            .bind("id", id.hex())
            .mapTo(String.class)
            .one();
    return PublishingMode.ofWord(word).orElseThrow();
  }

  /** Says whose commits the repositories of an organisation take. */
  public void setPublishing(Tx tx, UserId id, PublishingMode mode) {
    tx.handle()
        .createUpdate("UPDATE account SET trusted_publishing = :mode WHERE id = :id")
        .bind("mode", mode.word())
        .bind("id", id.hex())
        .execute();
  }

  void setRole(Tx tx, UserId org, UserId user, Role role) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO member (org_id, user_id, role) VALUES (:org, :user, :role)
            ON CONFLICT (org_id, user_id) DO UPDATE SET role = excluded.role
            """)
        .bind("org", org.hex())
        .bind("user", user.hex())
        .bind("role", role.name())
        .execute();
  }

  void removeMember(Tx tx, UserId org, UserId user) {
    tx.handle()
        .createUpdate("DELETE FROM member WHERE org_id = :org AND user_id = :user")
        .bind("org", org.hex())
        .bind("user", user.hex())
        .execute();
  }

  /** How many members of an organisation have the Admin role. */
  int admins(Tx tx, UserId org) {
    return tx.handle()
        .createQuery("SELECT count(*) FROM member WHERE org_id = :org AND role = 'ADMIN'")
        .bind("org", org.hex())
        .mapTo(Integer.class)
        .one();
  }

  /** What {@code user} is in {@code account}: Admin in their own, else their role as a member. */
  public Role role(Tx tx, UserId account, UserId user) {
    if (account.equals(user)) {
      return Role.ADMIN;
    }
    return tx.handle()
        .createQuery("SELECT role FROM member WHERE org_id = :org AND user_id = :user")
        .bind("org", account.hex())
        .bind("user", user.hex())
        .mapTo(String.class)
        .findOne()
        .map(Role::valueOf)
        .orElse(Role.NONE);
  }

  /** The organisations that a user belongs to, by name. */
  public List<Membership> memberships(Tx tx, UserId user) {
    return tx.handle()
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                , m.role FROM member m JOIN account a ON a.id = m.org_id
                WHERE m.user_id = :user ORDER BY a.folded_name
                """)
        .bind("user", user.hex())
        .map((row, _) -> new Membership(account(row), Role.valueOf(row.getString("role"))))
        .list();
  }

  void insertCode(Tx tx, OneTimeCode code) {
    tx.handle()
        .createUpdate(
            """
            INSERT INTO one_time_code (hash, purpose, user_id, expires_at)
            VALUES (:hash, :purpose, :user, :expires)
            """)
        .bind("hash", code.hash())
        .bind("purpose", code.purpose().word())
        .bind("user", code.user().map(UserId::hex).orElse(null))
        .bind("expires", code.expiresAt().toEpochMilli())
        .execute();
  }

  void deleteCodes(Tx tx, OneTimeCode.Purpose purpose) {
    tx.handle()
        .createUpdate("DELETE FROM one_time_code WHERE purpose = :purpose")
        .bind("purpose", purpose.word())
        .execute();
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new UserId(row.getString("id")),
        row.getString("kind").equals("org") ? Account.Kind.ORG : Account.Kind.USER,
        new Namespace(row.getString("name")),
        row.getString("full_name"),
        Optional.ofNullable(row.getString("email")),
        row.getInt("is_admin") == 1,
        row.getInt("is_locked") == 1,
        Instant.ofEpochMilli(row.getLong("created_at")));
  }
}
