package dev.slipway.settings;

import dev.slipway.access.Actor;
import dev.slipway.access.Actor.Person;
import dev.slipway.access.Caller;
import dev.slipway.access.Decision;
import dev.slipway.access.Permission;
import dev.slipway.access.PublishingMode;
import dev.slipway.access.PublishingPolicy;
import dev.slipway.access.Role;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Namespace;
import dev.slipway.names.RepoId;
import dev.slipway.repos.OpenRepo;
import dev.slipway.repos.Opening.Closed;
import dev.slipway.repos.Opening.Moved;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoGate;
import dev.slipway.repos.RepoStore;
import dev.slipway.settings.PolicyWish.Lasting;
import dev.slipway.settings.PolicyWish.Pausing;
import dev.slipway.settings.SettingsResult.Done;
import dev.slipway.settings.SettingsResult.NoSuchOrg;
import dev.slipway.settings.SettingsResult.NoSuchRepo;
import dev.slipway.settings.SettingsResult.NotAllowed;
import dev.slipway.settings.SettingsResult.Pointless;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Changes the settings of repositories and organisations: each time in one transaction with its
 * audit.
 */
public final class SettingsChanges {

  private static final Caller OPERATOR = new Caller(new Actor.Operator(), Optional.empty());

  private final Database database;
  private final RepoStore repos;
  private final AccountStore accounts;
  private final AuditStore audit;
  private final RepoGate gate;

  SettingsChanges(
      Database database, RepoStore repos, AccountStore accounts, AuditStore audit, RepoGate gate) {
    this.database = database;
    this.repos = repos;
    this.accounts = accounts;
    this.audit = audit;
    this.gate = gate;
  }

  /** Changes the settings that are named, and leaves the others; all of them or none. */
  SettingsResult change(
      OpenRepo entered, RepoSettings settings, PolicyWish wish, String requestId) {
    return database.write(tx -> {
      entered.confirm(tx, Permission.MANAGE);
      // What is so now, and not when the request began.
      return gate.open(tx, entered.caller(), entered.repo().key(), Permission.MANAGE)
              instanceof Opened(var now)
          ? change(tx, now, settings, wish, requestId)
          : new NoSuchRepo(entered.repo().id());
    });
  }

  /** Changes the policy of a repository for the operator; its former names lead to it. */
  SettingsResult changeByOperator(RepoId id, PolicyWish wish) {
    return database.write(tx ->
        switch (gate.open(tx, OPERATOR, id, Permission.MANAGE)) {
          case Opened(var open) ->
              change(tx, open, RepoSettings.NONE, wish, AuditEvent.COMMAND_LINE);
          case Moved(var to) ->
              gate.open(tx, OPERATOR, to, Permission.MANAGE) instanceof Opened(var open)
                  ? change(tx, open, RepoSettings.NONE, wish, AuditEvent.COMMAND_LINE)
                  : new NoSuchRepo(id);
          case Closed _ -> new NoSuchRepo(id);
        });
  }

  private SettingsResult change(
      Tx tx, OpenRepo open, RepoSettings settings, PolicyWish wish, String requestId) {
    PublishingPolicy before = open.policy();
    if (wish.loosens(before)
        && open.decide(Permission.ADMINISTER) instanceof Decision.Forbidden(var reason)) {
      return new NotAllowed(reason);
    }
    if (wish instanceof Pausing(var pause, _) && !pause.mode().isMilderThan(before.lasting())) {
      return new Pointless(
          "the publishing policy is " + before.lasting().word() + ": there is nothing to pause");
    }
    if (!settings.equals(RepoSettings.NONE)) {
      apply(tx, open, settings, requestId);
    }
    PublishingPolicy after = wish.appliedTo(before);
    if (!after.equals(before)) {
      repos.setPolicy(tx, open.repo().key(), after.own(), after.pause());
      log(tx, open, "repo.set_publishing_policy", requestId, details(wish, before, after));
    }
    return new Done(after);
  }

  private void apply(Tx tx, OpenRepo open, RepoSettings settings, String requestId) {
    Repo changed = settings.applyTo(open.repo());
    repos.update(tx, changed);
    Map<String, String> details = new LinkedHashMap<>();
    details.put("private", String.valueOf(changed.isPrivate()));
    details.put("gated", changed.gate().word());
    log(tx, open, "repo.update_settings", requestId, details);
  }

  private static Map<String, String> details(
      PolicyWish wish, PublishingPolicy before, PublishingPolicy after) {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("before", before.own().word());
    details.put("after", after.own().word());
    if (before.ofOwner() != PublishingMode.OFF) {
      details.put("ofOwner", before.ofOwner().word());
    }
    before.pause().ifPresent(pause -> details.put("wasPausedUntil", pause.until().toString()));
    after
        .pause()
        .ifPresent(pause -> {
          details.put("meanwhile", pause.mode().word());
          details.put("until", pause.until().toString());
        });
    return withReason(details, wish);
  }

  private static Map<String, String> withReason(Map<String, String> details, PolicyWish wish) {
    if (!wish.reason().isEmpty()) {
      details.put("reason", wish.reason());
    }
    return details;
  }

  private void log(
      Tx tx, OpenRepo open, String action, String requestId, Map<String, String> details) {
    audit.append(tx, open.event(action, requestId, details));
  }

  /** What an organisation says of its repositories, for its members. */
  SettingsResult ofOrg(Caller caller, Namespace name) {
    return database.read(tx -> {
      gate.confirm(tx, caller);
      Optional<Account> org = org(tx, caller, name);
      return org.isPresent()
          ? new Done(ofOwner(accounts.publishing(tx, org.get().id())))
          : new NoSuchOrg();
    });
  }

  /** Sets for all repositories of an organisation whose commits they take. */
  SettingsResult changeOrg(Caller caller, Namespace name, Lasting wish, String requestId) {
    return database.write(tx -> {
      gate.confirm(tx, caller);
      Optional<Account> org = org(tx, caller, name);
      if (org.isEmpty()) {
        return new NoSuchOrg();
      }
      return role(tx, caller, org.get()).atLeast(Role.ADMIN)
          ? changeOrg(tx, caller, org.get(), wish, requestId)
          : new NotAllowed("You need the Admin role in " + org.get().name() + " to do this.");
    });
  }

  private SettingsResult changeOrg(
      Tx tx, Caller caller, Account org, Lasting wish, String requestId) {
    PublishingMode before = accounts.publishing(tx, org.id());
    if (wish.mode() != before) {
      accounts.setPublishing(tx, org.id(), wish.mode());
      Map<String, String> details = new LinkedHashMap<>();
      details.put("before", before.word());
      details.put("after", wish.mode().word());
      if (before.isMilderThan(wish.mode())) {
        // Who tightens it for all means all of them, and now.
        details.put("endedPauses", String.valueOf(repos.endPauses(tx, org.id())));
      }
      audit.append(
          tx,
          new AuditEvent(
              "org.set_publishing_policy",
              caller.actor(),
              Optional.of(org.id()),
              org.name().text(),
              requestId,
              withReason(details, wish)));
    }
    return new Done(ofOwner(wish.mode()));
  }

  private static PublishingPolicy ofOwner(PublishingMode mode) {
    return new PublishingPolicy(PublishingMode.OFF, mode, Optional.empty());
  }

  /** An organisation that the caller belongs to; others do not learn whether there is one. */
  private Optional<Account> org(Tx tx, Caller caller, Namespace name) {
    return accounts
        .find(tx, name)
        .filter(account -> account.kind() == Account.Kind.ORG)
        .filter(account -> role(tx, caller, account) != Role.NONE);
  }

  private Role role(Tx tx, Caller caller, Account org) {
    return switch (caller.actor()) {
      case Person person -> accounts.role(tx, org.id(), person.id());
      case Actor.Operator _ -> Role.ADMIN;
      case Actor.Anonymous _, Actor.Workload _ -> Role.NONE;
    };
  }
}
