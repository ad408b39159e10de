package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.RepoType;
import dev.slipway.names.Unseen;
import dev.slipway.publishing.Publisher.Grant;
import dev.slipway.publishing.Publisher.History;
import dev.slipway.publishing.Publisher.Pending;
import dev.slipway.publishing.Publisher.Pins;
import dev.slipway.publishing.Publisher.Rule;
import dev.slipway.publishing.Publisher.State;
import dev.slipway.publishing.PublisherRegistry.Change;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.IssuerSettings;
import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A publisher that somebody asks for, or the new state of one.
 *
 * @param rule its preset is what the maintainer chose, or the generic one
 * @param state not suspended where the edit confirms the publisher, as edits by hand do
 * @param forgets what of the present publisher is not kept
 */
public record NewPublisher(
    Issuer issuer, String name, Rule rule, Grant grant, State state, Forgets forgets) {

  /** Longest name, in characters. */
  public static final int MAX_NAME_CHARACTERS = 96;

  /** Shortest time that an ID token can be asked to be younger than. */
  public static final Duration MIN_TOKEN_AGE = Duration.ofMinutes(1);

  /** Longest such time: no ID token lives longer. */
  public static final Duration MAX_TOKEN_AGE = Duration.ofHours(24);

  /** The latest time at which a publisher can be told to expire, from now. */
  public static final Duration MAX_EXPIRY = Duration.ofDays(3653);

  /**
   * What an edit drops.
   *
   * @param pins the ids of the first job, so that the next one is the first
   * @param warning what the maintainer was to look at
   */
  public record Forgets(boolean pins, boolean warning) {

    /** Nothing. */
    public static final Forgets NOTHING = new Forgets(false, false);
  }

  /** A publisher as it is, to be changed a little. */
  static NewPublisher of(Publisher now) {
    return new NewPublisher(
        now.issuer(), now.name(), now.rule(), now.grant(), now.state(), Forgets.NOTHING);
  }

  /** The same with these claims. */
  NewPublisher with(Map<String, ClaimValue> claims) {
    Rule changed = new Rule(rule.preset(), claims, rule.triggers(), rule.maxAge());
    return new NewPublisher(issuer, name, changed, grant, state, forgets);
  }

  /** A publisher that was not there before. */
  Publisher born(String id, Change change, ClaimPolicy policy, Instant now) {
    State born =
        new State(
            state.isSuspended(),
            state.isPaused(),
            state.expiresAt(),
            state.pending().map(_ -> new Pending(now.plus(Pending.PATIENCE), change.creator())));
    return new Publisher(
        id,
        change.target(),
        issuer,
        name,
        rule(policy),
        grant(change.target()),
        born,
        PinRules.fresh(policy, now).patient(born),
        new History(1, now, change.by(), Optional.empty()));
  }

  /** The new state of a publisher. */
  Publisher over(Publisher now, ClaimPolicy policy, Pins pins) {
    return new Publisher(
        now.id(),
        now.target(),
        now.issuer(),
        name,
        rule(policy),
        grant(now.target()),
        state,
        pins.patient(state),
        now.history().next());
  }

  private Rule rule(ClaimPolicy policy) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    policy.claims().forEach((name, value) -> claims.put(name.text(), value));
    return new Rule(policy.preset().id(), claims, rule.triggers(), rule.maxAge());
  }

  private Grant grant(Target target) {
    return new Grant(
        grant.isReadOnly() || target instanceof Target.OfUser,
        grant.lifetime(),
        grant.refs(),
        grant.burnsAfterCommit(),
        grant.repos());
  }

  /**
   * Itself, or what of it cannot be, whatever the issuer is.
   *
   * @param type of the repository that it stands on, if it stands on one
   * @param former what its state was
   */
  Parsed<NewPublisher> checked(Optional<RepoType> type, State former, Instant now) {
    if (!isWellNamed()) {
      return malformed(
          "a name has at most "
              + MAX_NAME_CHARACTERS
              + " characters, and no control or invisible ones");
    }
    if (isOutside(grant.lifetime(), Grant.MIN_LIFETIME, Grant.MAX_LIFETIME)) {
      return malformed("a token lives 300 to 3600 seconds");
    }
    if (rule.maxAge().filter(age -> isOutside(age, MIN_TOKEN_AGE, MAX_TOKEN_AGE)).isPresent()) {
      return malformed("the greatest age of an ID token is 60 to 86400 seconds");
    }
    Optional<Instant> end =
        state.expiresAt().filter(_ -> !state.expiresAt().equals(former.expiresAt()));
    if (end.filter(at -> isOutside(Duration.between(now, at), Duration.ofMillis(1), MAX_EXPIRY))
        .isPresent()) {
      return malformed("a publisher expires in the future, and within ten years");
    }
    boolean isLimited = !grant.refs().isEverything() || grant.burnsAfterCommit();
    return isLimited && type.filter(RepoType::hasGit).isEmpty()
        ? malformed("there are no branches, tags or commits here that a token could be limited to")
        : Parsed.of(this);
  }

  /** What the publisher asks for, in the one way of writing it; malformed if it cannot be saved. */
  Parsed<ClaimPolicy> policy(RegisteredIssuer issuer) {
    String chosen = rule.preset();
    if (Presets.find(chosen).isEmpty()) {
      return Parsed.malformed(
          "a preset is one of "
              + String.join(", ", Presets.all().stream().map(ProviderPreset::id).toList()));
    }
    if (issuer.settings() instanceof Malformed<IssuerSettings>(var why)) {
      return Parsed.malformed(
          why + "; an administrator can allow other addresses with \"slipway issuer add\"");
    }
    ProviderPreset rules = issuer.rules(chosen);
    if (grant.repos().filter(RepoScope::hasPattern).isPresent() && !rules.knowsRepositoryNames()) {
      return Parsed.malformed(
          "tokens of " + rules.label() + " do not say what their repository is called: name each");
    }
    return ClaimPolicy.parse(grant.under(rules), rule.claims(), rule.triggers());
  }

  private static Malformed<NewPublisher> malformed(String problem) {
    return new Malformed<>(problem);
  }

  private static boolean isOutside(Duration time, Duration least, Duration most) {
    return time.compareTo(least) < 0 || time.compareTo(most) > 0;
  }

  /** Names are shown in lists and terminals: short, and nothing in them that is not seen. */
  private boolean isWellNamed() {
    return name.length() <= MAX_NAME_CHARACTERS && name.codePoints().noneMatch(Unseen::is);
  }
}
