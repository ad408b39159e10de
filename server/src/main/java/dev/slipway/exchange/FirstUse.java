package dev.slipway.exchange;

import dev.slipway.access.Actor;
import dev.slipway.access.Role;
import dev.slipway.access.TokenLimits;
import dev.slipway.access.UserId;
import dev.slipway.accounts.Account;
import dev.slipway.accounts.AccountStore;
import dev.slipway.attempts.ReasonCode;
import dev.slipway.audit.AuditStore;
import dev.slipway.exchange.Candidates.Owned;
import dev.slipway.exchange.Candidates.Shown;
import dev.slipway.exchange.ExchangeResult.Granted;
import dev.slipway.exchange.ExchangeResult.Refused;
import dev.slipway.exchange.TokenExchange.Wanted;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.publishing.NamespacePublisherStore;
import dev.slipway.publishing.Publisher;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.PublisherAlarms.Place;
import dev.slipway.publishing.RegisteredIssuer;
import dev.slipway.publishing.RepoScope;
import dev.slipway.publishing.RepoScope.Creates;
import dev.slipway.publishing.Resource;
import dev.slipway.repos.JobCreation;
import dev.slipway.repos.JobCreation.ForJob;
import dev.slipway.repos.Repo;
import dev.slipway.repos.RepoStore;
import dev.slipway.sql.Database;
import dev.slipway.sql.Tx;
import dev.slipway.trust.VerifiedToken;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The first exchange for a repository that is not there and that a publisher of its namespace
 * creates: the repository, the ids of the first job, the replay record and the token come into
 * being in one transaction, or none of them does.
 */
final class FirstUse {

  private final Candidates candidates;
  private final Stores stores;
  private final JobCreation creation;
  private final Refusals refusals;
  private final ReplayStore replays = new ReplayStore();

  /** The rows that it works on. */
  record Stores(
      RepoStore repos,
      AccountStore accounts,
      NamespacePublisherStore namespaces,
      AuditStore audit) {}

  FirstUse(Candidates candidates, Stores stores, JobCreation creation, Refusals refusals) {
    this.candidates = candidates;
    this.stores = stores;
    this.creation = creation;
    this.refusals = refusals;
  }

  Candidates candidates() {
    return candidates;
  }

  /** What is asked for, and by which token. */
  record Ask(Shown shown, Wanted wanted, String requestId) {

    VerifiedToken token() {
      return shown.token();
    }

    /** The same under what is said of its issuer now. */
    Ask under(RegisteredIssuer now) {
      return new Ask(new Shown(token(), now), wanted, requestId);
    }
  }

  /** Ends a transaction that found that a repository has to be created first. */
  static final class Needed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Plan plan;

    private Needed(Plan plan) {
      super("a repository is to be created", null, false, false);
      this.plan = plan;
    }
  }

  /**
   * A repository that is missing, and what those say of the token who could create it.
   *
   * @param publishers those who could
   */
  record Plan(Account owner, RepoId id, List<Publisher> publishers, Matching matching) {

    Plan {
      publishers = List.copyOf(publishers);
    }

    Optional<Publisher> publisher() {
      return matching.matches().stream().map(Matching.Match::publisher).findFirst();
    }

    /** Whether the same publisher, unchanged, would create it. */
    boolean isAs(Plan other) {
      return publisher().map(Plan::state).equals(other.publisher().map(Plan::state));
    }

    private static List<Object> state(Publisher publisher) {
      return List.of(publisher.id(), publisher.history().version());
    }
  }

  /**
   * What becomes of an exchange for a repository that is not there. The answer to whom no publisher
   * names is the same as where it is there.
   *
   * @throws Needed if it has to be created, outside of this transaction
   */
  Refused decide(Tx tx, Ask ask) {
    Optional<Plan> plan = plan(tx, ask);
    if (plan.isEmpty()) {
      // The time that it takes must not tell whether there is a publisher of a repository.
      Disclosure.compareWithNobody(ask.token(), ask.shown().issuer());
      return new Refused(Disclosure.NOT_ACCEPTED, ReasonCode.RESOURCE_UNKNOWN.plain());
    }
    Place place =
        new Place(Optional.of(plan.get().owner().id()), plan.get().id().path(), ask.requestId());
    List<Matching.Match> matches = plan.get().matching().matches();
    if (matches.isEmpty()) {
      return refusals.of(tx, plan.get().matching(), place);
    }
    ReplayStore.Use use =
        new ReplayStore.Use(
            ask.token().replayKey(),
            matches.getFirst().limit(ask.shown().issuer()),
            ask.token().rememberUntil(),
            candidates.time().instant(),
            ask.wanted().sender());
    if (replays.uses(tx, use.key()) >= use.limit()) {
      return refusals.replayed(tx, matches.getFirst().publisher(), use, place);
    }
    throw new Needed(plan.get());
  }

  private Optional<Plan> plan(Tx tx, Ask ask) {
    return ask.wanted().readOnly()
        ? Optional.empty()
        : plan(tx, ask.shown(), ask.wanted().resource());
  }

  /** What would be created for a token; empty if that is there, or nobody would create it. */
  Optional<Plan> plan(Tx tx, Shown shown, Resource resource) {
    if (!(resource instanceof Resource.OfRepo(var id))
        || stores.repos().resolve(tx, id).isPresent()) {
      return Optional.empty();
    }
    return stores
        .accounts()
        .find(tx, id.namespace())
        .filter(owner -> !owner.isLocked())
        .flatMap(owner -> plan(tx, shown, owner, id));
  }

  private Optional<Plan> plan(Tx tx, Shown shown, Account owner, RepoId id) {
    List<Publisher> creating =
        candidates.creating(tx, new Owned(owner.id(), id), shown).stream()
            .filter(publisher -> creates(publisher) != Creates.NOTHING)
            .filter(publisher -> mayCreate(tx, publisher, owner))
            .toList();
    return creating.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Plan(
                owner,
                new RepoId(id.type(), owner.name(), id.name()),
                creating,
                Matching.of(shown.token(), shown.issuer(), creating, candidates.time().instant())));
  }

  private static Creates creates(Publisher publisher) {
    return publisher.grant().repos().map(RepoScope::creates).orElse(Creates.NOTHING);
  }

  /** Whoever asked for a pending publisher has to be able to create the repository by hand. */
  private boolean mayCreate(Tx tx, Publisher publisher, Account owner) {
    return creator(publisher).stream()
        .allMatch(user ->
            stores.accounts().find(tx, user).filter(found -> !found.isLocked()).isPresent()
                && stores.accounts().role(tx, owner.id(), user).atLeast(Role.CONTRIBUTOR));
  }

  private static Optional<UserId> creator(Publisher publisher) {
    return publisher.state().pending().flatMap(Pending::creator);
  }

  /**
   * Decides an exchange in a transaction; in that of the repository's creation if it needs one.
   *
   * @param decision the whole exchange, as it is decided for a repository that is there
   * @return empty if somebody was faster, so that the exchange has to be decided anew
   */
  Optional<ExchangeResult> attempt(
      Database database, Ask ask, Function<Tx, ExchangeResult> decision) {
    try {
      return Optional.of(database.write(decision));
    } catch (Needed needed) {
      return create(needed, ask, decision);
    }
  }

  private Optional<ExchangeResult> create(
      Needed needed, Ask ask, Function<Tx, ExchangeResult> decision) {
    Plan plan = needed.plan;
    Publisher publisher = plan.publisher().orElseThrow();
    ForJob wanted =
        new ForJob(
            plan.id(),
            creates(publisher) == Creates.PRIVATE,
            plan.owner(),
            creator(publisher),
            Map.of("publisher", publisher.id()));
    Birth birth = new Birth(plan, ask, decision);
    boolean isDone = creation.create(wanted, birth, ask.requestId());
    return birth.result.filter(result -> isDone || !(result instanceof Granted));
  }

  /** What goes with the creation. */
  private final class Birth implements JobCreation.Cause {

    private final Plan plan;
    private final Ask ask;
    private final Function<Tx, ExchangeResult> decision;
    private Optional<ExchangeResult> result = Optional.empty();

    Birth(Plan plan, Ask ask, Function<Tx, ExchangeResult> decision) {
      this.plan = plan;
      this.ask = ask;
      this.decision = decision;
    }

    @Override
    public Actor actor(RepoKey repo) {
      return new Actor.Workload(
          repo, true, TokenLimits.NONE, ask.token().issuer(), ask.token().subject());
    }

    @Override
    public boolean holds(Tx tx) {
      return plan(tx, ask).filter(now -> now.isAs(plan)).isPresent();
    }

    @Override
    public boolean born(Tx tx, Repo repo) {
      Publisher publisher = plan.publisher().orElseThrow();
      if (publisher.state().pending().isPresent()) {
        stores.namespaces().settle(tx, publisher.id(), repo.key());
        stores
            .audit()
            .append(
                tx,
                repo.event(
                    "repo.add_trusted_publisher",
                    actor(repo.key()),
                    ask.requestId(),
                    Map.of("publisher", publisher.id(), "pending", "used")));
      }
      ExchangeResult decided = decision.apply(tx);
      result = Optional.of(decided);
      return decided instanceof Granted;
    }
  }
}
