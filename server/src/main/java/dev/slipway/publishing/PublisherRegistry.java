package dev.slipway.publishing;

import dev.slipway.access.Actor;
import dev.slipway.access.Caller;
import dev.slipway.access.Permission;
import dev.slipway.access.UserId;
import dev.slipway.audit.AuditEvent;
import dev.slipway.audit.AuditStore;
import dev.slipway.names.Issuer;
import dev.slipway.names.Namespace;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoType;
import dev.slipway.publishing.NoticeStore.Code;
import dev.slipway.publishing.NoticeStore.Notice;
import dev.slipway.publishing.Publisher.Pins;
import dev.slipway.publishing.Publisher.State;
import dev.slipway.publishing.PublisherResult.Done;
import dev.slipway.publishing.PublisherResult.NotAllowed;
import dev.slipway.publishing.PublisherResult.NotFound;
import dev.slipway.publishing.PublisherResult.Refused;
import dev.slipway.repos.Opening.Opened;
import dev.slipway.repos.RepoGate;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.tokens.TokenStore;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds, changes and removes publishers. Saving one never asks its issuer anything. Whoever calls
 * has made sure that the actor may.
 */
public final class PublisherRegistry {

  /** Most publishers of one target. */
  public static final int MAX_PUBLISHERS = 50;

  private static final int ID_BYTES = 12;

  private final Database database;
  private final RepoGate gate;
  private final Stores stores;
  private final InstantSource time;
  private final SecureRandom random;

  /** The rows that it works on. */
  public record Stores(
      PublisherStore publishers,
      NoticeStore notices,
      IssuerStore issuers,
      TokenStore tokens,
      AuditStore audit,
      NamespacePublishers namespaces) {}

  /** Who changes what, as the audit will tell it. */
  public record Change(
      Caller caller, Target target, Optional<UserId> owner, String targetName, String requestId) {

    /** The first line of its transaction: may the caller still do it? */
    void confirm(RepoGate gate, Tx tx) {
      switch (target) {
        case Target.OfRepo(var key) -> gate.confirm(tx, caller, key, Permission.MANAGE);
        case Target.OfUser _, Target.OfNamespace _ -> gate.confirm(tx, caller);
      }
    }

    /** In whose name a repository would be created; nobody's if it is the operator. */
    Optional<UserId> creator() {
      return caller.actor() instanceof Actor.Person person
          ? Optional.of(person.id())
          : Optional.empty();
    }

    String by() {
      return switch (caller.actor()) {
        case Actor.Person person -> person.name().text();
        case Actor.Operator _ -> "operator";
        case Actor.Workload _, Actor.Anonymous _ ->
            throw new IllegalStateException("they change no publishers");
      };
    }

    String action(String verb) {
      return switch (target) {
        case Target.OfRepo _ -> "repo." + verb + "_trusted_publisher";
        case Target.OfUser _ -> "user." + verb + "_trusted_publisher";
        case Target.OfNamespace _ -> "namespace." + verb + "_trusted_publisher";
      };
    }
  }

  /** Works on these rows. */
  public PublisherRegistry(
      Database database, RepoGate gate, Stores stores, InstantSource time, SecureRandom random) {
    this.database = database;
    this.gate = gate;
    this.stores = stores;
    this.time = time;
    this.random = random;
  }

  /**
   * A publisher as its maintainers see it.
   *
   * @param rules under which its claims are compared today
   * @param notices what there is to look at, the worst first
   * @param namespace whose it is, where it is shown on a repository and stands on its namespace
   */
  public record Listed(
      Publisher publisher,
      ProviderPreset rules,
      List<Notice> notices,
      Optional<Namespace> namespace) {

    /** What it asks for under today's rules. */
    Parsed<ClaimPolicy> policy() {
      return publisher.policy(rules);
    }
  }

  /** The publishers of a target, oldest first, and then those of its namespace that reach it. */
  public List<Listed> list(Target target) {
    return database.read(tx -> {
      List<Publisher> all = new ArrayList<>(stores.publishers().list(tx, target));
      Map<String, Namespace> shown = new LinkedHashMap<>();
      for (NamespacePublishers.Shown each : stores.namespaces().on(tx, target)) {
        all.add(each.publisher());
        shown.put(each.publisher().id(), each.namespace());
      }
      return listed(tx, all, shown);
    });
  }

  /** One that was just saved, as {@link #list} shows it. */
  public Listed look(Publisher publisher) {
    return database.read(tx -> listed(tx, List.of(publisher), Map.of())).getFirst();
  }

  private List<Listed> listed(Tx tx, List<Publisher> publishers, Map<String, Namespace> shown) {
    Map<Issuer, RegisteredIssuer> issuers =
        stores.issuers().find(tx, publishers.stream().map(Publisher::issuer).toList());
    Map<String, List<Notice>> notices =
        stores.notices().list(tx, publishers.stream().map(Publisher::id).toList());
    return publishers.stream()
        .map(publisher ->
            new Listed(
                publisher,
                Optional.ofNullable(issuers.get(publisher.issuer()))
                    .map(issuer -> issuer.rules(publisher.preset()))
                    .orElse(Presets.GENERIC),
                notices.getOrDefault(publisher.id(), List.of()),
                Optional.ofNullable(shown.get(publisher.id()))))
        .toList();
  }

  /** Adds a publisher; its issuer is registered with it, if the public internet reaches that. */
  public PublisherResult add(Change change, NewPublisher wanted) {
    return database.write(tx -> {
      if (!confirm(tx, change)) {
        return NotAllowed.NO_ADMINISTRATOR;
      }
      if (!mayLetIn(tx, change)) {
        return NotAllowed.PUBLISHERS_ALONE;
      }
      Optional<String> crowd = stores.namespaces().crowd(tx, change, wanted);
      if (crowd.isPresent()) {
        return new Refused(crowd.get());
      }
      RegisteredIssuer issuer =
          stores
              .issuers()
              .find(tx, wanted.issuer())
              .orElseGet(() -> RegisteredIssuer.named(wanted.issuer()));
      return switch (checked(tx, change, wanted, State.OPEN).then(sound -> sound.policy(issuer))) {
        case Malformed<ClaimPolicy>(var why) -> new Refused(why);
        case Value<ClaimPolicy>(var policy) -> {
          stores.issuers().insert(tx, issuer, time.instant());
          Publisher publisher = wanted.born(newId(), change, policy, time.instant());
          stores.publishers().insert(tx, publisher);
          log(tx, change, "add", PublisherDetails.of(publisher));
          yield new Done(publisher);
        }
      };
    });
  }

  private Parsed<NewPublisher> checked(Tx tx, Change change, NewPublisher wanted, State former) {
    Optional<RepoType> type =
        switch (change.target()) {
          case Target.OfRepo(var key) ->
              gate.open(tx, change.caller(), key, Permission.MANAGE) instanceof Opened(var repo)
                  ? Optional.of(repo.repo().id().type())
                  : Optional.empty();
          case Target.OfUser _ -> Optional.empty();
          case Target.OfNamespace _ -> wanted.grant().repos().map(RepoScope::type);
        };
    return stores
        .namespaces()
        .misfit(tx, change, wanted)
        .<Parsed<NewPublisher>>map(Parsed::malformed)
        .orElseGet(() -> wanted.checked(type, former, time.instant()));
  }

  private String newId() {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /**
   * Changes a publisher, and confirms it if it was suspended; its issuer stays. The tokens that
   * came by its old self die, unless its new one would have given them out too.
   */
  public PublisherResult change(Change change, String id, Edit edit) {
    return database.write(tx -> {
      if (!confirm(tx, change)) {
        return NotAllowed.NO_ADMINISTRATOR;
      }
      Optional<Publisher> found = stores.publishers().find(tx, change.target(), id);
      if (found.isEmpty()) {
        return stores.namespaces().missing(tx, change.target(), id);
      }
      NewPublisher wanted = edit.apply(found.get());
      RegisteredIssuer issuer = stores.issuers().find(tx, found.get().issuer()).orElseThrow();
      if (!wanted.issuer().equals(found.get().issuer())) {
        return new Refused("a publisher keeps its issuer; add another one");
      }
      return switch (checked(tx, change, wanted, found.get().state())
          .then(sound -> sound.policy(issuer))) {
        case Malformed<ClaimPolicy>(var why) -> new Refused(why);
        case Value<ClaimPolicy>(var policy) -> {
          Publisher changed =
              wanted.over(found.get(), policy, pins(tx, found.get(), policy, wanted));
          boolean letsMoreIn =
              wanted.forgets().pins() || changed.letsInMoreThan(found.get(), time.instant());
          if (letsMoreIn && !mayLetIn(tx, change)) {
            yield NotAllowed.PUBLISHERS_ALONE;
          }
          stores.publishers().update(tx, changed);
          settle(tx, changed, wanted);
          if (!changed.admitsAllOf(found.get()) || !changed.state().isOpen(time.instant())) {
            stores.tokens().deleteOfPublisher(tx, id);
          }
          log(tx, change, "update", PublisherDetails.of(found.get(), changed));
          yield new Done(changed);
        }
      };
    });
  }

  private Pins pins(Tx tx, Publisher now, ClaimPolicy policy, NewPublisher wanted) {
    if (wanted.forgets().pins()) {
      return PinRules.fresh(policy, time.instant());
    }
    Map<String, ClaimValue> names =
        stores.notices().find(tx, now.id(), Code.RENAMED).map(Notice::claims).orElse(Map.of());
    return PinRules.after(now, policy, names, time.instant());
  }

  /** Makes the new state of a publisher from its present one. */
  @FunctionalInterface
  public interface Edit {

    /** The whole new state. */
    NewPublisher apply(Publisher now);
  }

  /** Takes over the names that the pinned workload of a publisher has now at its provider. */
  public PublisherResult acceptRename(Change change, String id) {
    if (database.read(tx -> stores.publishers().find(tx, change.target(), id)).isEmpty()) {
      return new NotFound();
    }
    Optional<Notice> renamed = database.read(tx -> stores.notices().find(tx, id, Code.RENAMED));
    return renamed.isEmpty()
        ? new Refused("there is no new name to accept")
        : change(
            change,
            id,
            now -> {
              Map<String, ClaimValue> claims = new LinkedHashMap<>(now.claims());
              renamed.get().claims().forEach((name, value) -> claims.replace(name, value));
              return NewPublisher.of(now).with(claims);
            });
  }

  /** An edit is a look at what there was to look at, as far as it answers that. */
  private void settle(Tx tx, Publisher changed, NewPublisher wanted) {
    for (Notice notice : stores.notices().list(tx, changed.id())) {
      if (notice.isSettledBy(changed, wanted.forgets())) {
        stores.notices().delete(tx, changed.id(), notice.code());
      }
    }
  }

  /** Removes a publisher, the tokens that came by it, and its issuer if nobody else named that. */
  public PublisherResult remove(Change change, String id) {
    return database.write(tx -> {
      if (!confirm(tx, change)) {
        return NotAllowed.NO_ADMINISTRATOR;
      }
      Optional<Publisher> found = stores.publishers().find(tx, change.target(), id);
      if (found.isEmpty()) {
        return stores.namespaces().missing(tx, change.target(), id);
      }
      stores.tokens().deleteOfPublisher(tx, id);
      stores.publishers().delete(tx, id);
      stores.issuers().deleteUnused(tx);
      log(tx, change, "remove", PublisherDetails.of(found.get()));
      return new Done(found.get());
    });
  }

  private boolean confirm(Tx tx, Change change) {
    change.confirm(gate, tx);
    return !(change.target() instanceof Target.OfNamespace(var account))
        || stores.namespaces().administers(tx, change.caller(), account);
  }

  private boolean mayLetIn(Tx tx, Change change) {
    return !(change.target() instanceof Target.OfRepo(var key))
        || gate.open(tx, change.caller(), key, Permission.MANAGE) instanceof Opened(var repo)
            && repo.maySayWhoPublishes();
  }

  private void log(Tx tx, Change change, String verb, Map<String, String> details) {
    stores
        .audit()
        .append(
            tx,
            new AuditEvent(
                change.action(verb),
                change.caller().actor(),
                change.owner(),
                change.targetName(),
                change.requestId(),
                details));
  }
}
