package dev.slipway.publishing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.slipway.access.RefScope;
import dev.slipway.access.UserId;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimPolicy;
import dev.slipway.trust.ClaimValue;
import dev.slipway.trust.ProviderPreset;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A rule that lets the jobs of an issuer in, if their claims are these, and what it gives them.
 *
 * @param id 24 lower-case hexadecimal digits
 * @param name what its maintainers call it; may be empty
 */
public record Publisher(
    String id,
    Target target,
    Issuer issuer,
    String name,
    Rule rule,
    Grant grant,
    State state,
    Pins pins,
    History history) {

  /**
   * Whom it lets in.
   *
   * @param preset the id of the preset that its maintainer saved it under
   * @param claims what an ID token must say
   * @param triggers events that the preset refuses and this publisher does not
   * @param maxAge how long after {@code iat} an ID token is taken; absent for as long as it lives
   */
  public record Rule(
      String preset,
      Map<String, ClaimValue> claims,
      Set<String> triggers,
      Optional<Duration> maxAge) {

    public Rule {
      triggers = Set.copyOf(triggers);
    }

    /** Whether everybody whom {@code former} let in is let in by this one as well. */
    boolean includes(Rule former) {
      return former.preset.equals(preset)
          && former.claims.entrySet().containsAll(claims.entrySet())
          && triggers.containsAll(former.triggers)
          && maxAge
              .map(age -> former.maxAge.filter(before -> before.compareTo(age) <= 0).isPresent())
              .orElse(true);
    }
  }

  /**
   * What its tokens may do.
   *
   * @param lifetime how long one works, from its own exchange
   * @param refs the branches and tags that it may move
   * @param burnsAfterCommit whether a token dies with its first commit or push
   * @param repos those of its namespace that it stands for; empty if it is no namespace's
   */
  public record Grant(
      boolean isReadOnly,
      Duration lifetime,
      RefScope refs,
      boolean burnsAfterCommit,
      Optional<RepoScope> repos) {

    /** Shortest life of a token. */
    public static final Duration MIN_LIFETIME = Duration.ofMinutes(5);

    /** Longest life of a token, and the usual one. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(1);

    /** What is given where nothing else is said: an hour, everything that can be written. */
    static final Grant USUAL =
        new Grant(false, MAX_LIFETIME, RefScope.EVERY, false, Optional.empty());

    /** Whether everything that {@code former} gave is given by this one as well. */
    boolean includes(Grant former) {
      return (former.isReadOnly || !isReadOnly)
          && lifetime.compareTo(former.lifetime) >= 0
          && refs.includes(former.refs)
          && (former.burnsAfterCommit || !burnsAfterCommit)
          && former.repos.stream()
              .allMatch(before -> repos.filter(now -> now.includes(before)).isPresent());
    }

    /** The rules for its claims: where each repository has one of its own, an owner will do. */
    ProviderPreset under(ProviderPreset rules) {
      return isForOwners() ? rules.forOwners() : rules;
    }

    private boolean isForOwners() {
      return repos.filter(RepoScope::hasPattern).isPresent();
    }
  }

  /**
   * Whether it takes anybody at all.
   *
   * @param isSuspended since its repository moved to another account; until an edit
   * @param isPaused by a maintainer, or because no job came in time
   * @param expiresAt from when on it takes nobody
   * @param pending where it waits for its repository to be created
   */
  public record State(
      boolean isSuspended,
      boolean isPaused,
      Optional<Instant> expiresAt,
      Optional<Pending> pending) {

    /** It takes jobs until somebody says otherwise. */
    static final State OPEN = new State(false, false, Optional.empty(), Optional.empty());

    /** Whether its time is over. */
    public boolean isExpired(Instant now) {
      return expiresAt.filter(end -> !end.isAfter(now)).isPresent();
    }

    /** Whether it takes jobs for as long as {@code former} did. */
    boolean includes(State former) {
      return expiresAt
          .map(end -> former.expiresAt.filter(before -> !before.isAfter(end)).isPresent())
          .orElse(true);
    }

    /** Whether it takes jobs. */
    public boolean isOpen(Instant now) {
      return !isSuspended && !isPaused && !isExpired(now);
    }
  }

  /**
   * That there is no repository yet: the first exchange creates it, and the publisher is its own
   * from then on.
   *
   * @param until how long that exchange is waited for
   * @param creator in whose name the repository is created; empty for the operator
   */
  public record Pending(Instant until, Optional<UserId> creator) {

    /** How long the first exchange is waited for. */
    public static final Duration PATIENCE = Duration.ofDays(30);

    /** What somebody asks for who knows neither. */
    static final Pending ASKED = new Pending(Instant.MAX, Optional.empty());
  }

  /**
   * The ids of the first job that was let in, which every later one must have: a name can change
   * hands, an id does not.
   *
   * @param values claim by claim; none before the first job
   * @param pinnedAt when the first job came
   * @param until how long a first job is waited for; absent where nothing is to be pinned, and for
   *     publishers older than pins
   */
  public record Pins(
      Map<String, ClaimValue> values, Optional<Instant> pinnedAt, Optional<Instant> until) {

    /** Nothing pinned, and nothing waited for. */
    public static final Pins NONE = new Pins(Map.of(), Optional.empty(), Optional.empty());

    /** How long the first job is waited for, from the last edit. */
    public static final Duration WINDOW = Duration.ofDays(7);

    public Pins {
      values = Map.copyOf(values);
    }

    /** The same; a pending publisher waits for its first job for as long as it is pending. */
    Pins patient(State state) {
      return new Pins(
          values, pinnedAt, until.map(end -> state.pending().map(Pending::until).orElse(end)));
    }

    /** Whether the first job did not come in time. */
    public boolean isOverdue(Instant now) {
      return values.isEmpty() && until.filter(end -> !end.isAfter(now)).isPresent();
    }
  }

  /**
   * What became of it.
   *
   * @param version counts the edits
   * @param createdBy the name of who added it
   */
  public record History(
      long version, Instant createdAt, String createdBy, Optional<Instant> lastUsedAt) {

    /** After one more edit. */
    History next() {
      return new History(version + 1, createdAt, createdBy, lastUsedAt);
    }
  }

  /** The preset that it was saved under. */
  public String preset() {
    return rule.preset();
  }

  /** What an ID token must say. */
  public Map<String, ClaimValue> claims() {
    return rule.claims();
  }

  /** Whether every token that {@code former} gave out would be given out by this one as well. */
  boolean admitsAllOf(Publisher former) {
    return rule.includes(former.rule)
        && grant.includes(former.grant)
        && state.includes(former.state);
  }

  /** Whether it lets in, now, what {@code former} did not. */
  boolean letsInMoreThan(Publisher former, Instant now) {
    return !former.admitsAllOf(this) || (state.isOpen(now) && !former.state.isOpen(now));
  }

  /** Most policies that are kept once they were read, a few kilobytes each at worst. */
  private static final int MAX_READ = 4_096;

  /** An exchange asks for ten of them, again and again; the same words always say the same. */
  private static final Cache<Asked, Parsed<ClaimPolicy>> READ =
      Caffeine.newBuilder().maximumSize(MAX_READ).build();

  /** Presets come with the program; one of them has its id alone. */
  private record Asked(
      String preset, boolean isForOwners, Map<String, ClaimValue> claims, Set<String> triggers) {}

  /**
   * What it asks for under the rules of {@code preset}; malformed if those have become stricter.
   */
  public Parsed<ClaimPolicy> policy(ProviderPreset rules) {
    Asked asked = new Asked(rules.id(), grant.isForOwners(), rule.claims(), rule.triggers());
    return READ.get(
        asked, _ -> ClaimPolicy.parse(grant.under(rules), rule.claims(), rule.triggers()));
  }
}
