package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Other;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.MatchRules.Spelling;
import dev.slipway.trust.MatchRules.Trigger;
import dev.slipway.trust.recipe.Facts;
import dev.slipway.trust.recipe.Recipe;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a publisher asks of a token: claims that must all be there and equal, under the rules of one
 * preset. There are no patterns. A policy that could be met without saying whose token is meant
 * cannot be made.
 */
public final class ClaimPolicy {

  /** Most claims that one publisher can ask for. */
  public static final int MAX_CLAIMS = 20;

  /** Longest value that can be asked for, in characters. */
  public static final int MAX_VALUE_CHARACTERS = 512;

  private final ProviderPreset preset;
  private final Map<ClaimName, ClaimValue> claims;
  private final Set<String> unlockedTriggers;

  private ClaimPolicy(
      ProviderPreset preset, Map<ClaimName, ClaimValue> claims, Set<String> unlockedTriggers) {
    this.preset = preset;
    this.claims = Collections.unmodifiableMap(claims);
    this.unlockedTriggers = Set.copyOf(unlockedTriggers);
  }

  /** Why a policy is saved but shown as weak. */
  public enum Weakness {
    /** Whoever can push any branch of that repository can publish. */
    NO_BOUNDARY,
    /** The pipeline's file is named, but not where: it can be edited on a side branch. */
    PIPELINE_ALONE,
    /** Jobs of a fork can look like those of the repository itself, if they are given tokens. */
    FORKS_UNCHECKED,
    /** An event is unlocked that people without the right to write can cause. */
    UNTRUSTED_TRIGGER
  }

  /**
   * When a token is shown, and how long ago it may have been issued then (rule G10).
   *
   * @param maxAge the publisher's limit; empty if it has none. One that is exactly so old will do
   */
  public record Freshness(Instant now, Optional<Duration> maxAge) {}

  /**
   * Reads what a maintainer asks for. Space around a value is dropped; everything else counts.
   *
   * @param unlockedTriggers names of events that the preset refuses and this publisher does not
   */
  public static Parsed<ClaimPolicy> parse(
      ProviderPreset preset, Map<String, ClaimValue> claims, Set<String> unlockedTriggers) {
    if (claims.isEmpty() || claims.size() > MAX_CLAIMS) {
      return Parsed.malformed("a publisher asks for 1 to " + MAX_CLAIMS + " claims");
    }
    Map<ClaimName, ClaimValue> parsed = new LinkedHashMap<>();
    for (Map.Entry<String, ClaimValue> claim : claims.entrySet()) {
      switch (name(preset, claim.getKey())
          .then(name ->
              value(preset, name, claim.getValue()).then(v -> Parsed.of(Map.entry(name, v))))) {
        case Parsed.Value<Map.Entry<ClaimName, ClaimValue>>(var entry) -> {
          if (parsed.put(entry.getKey(), entry.getValue()) != null) {
            return Parsed.malformed("claim " + entry.getKey() + " is asked for twice");
          }
        }
        case Parsed.Malformed<Map.Entry<ClaimName, ClaimValue>>(var problem) -> {
          return Parsed.malformed(problem);
        }
      }
    }
    ClaimPolicy policy = new ClaimPolicy(preset, parsed, unlockedTriggers);
    return policy.problem().map(Parsed::<ClaimPolicy>malformed).orElseGet(() -> Parsed.of(policy));
  }

  /**
   * What nobody meets: for comparing a token with where there is nothing that it could be compared
   * with, so that a refusal takes as long as with a publisher.
   */
  public static ClaimPolicy ofNobody(ProviderPreset preset) {
    return parse(
            preset,
            preset.matching().anchors().alternatives().getFirst().stream()
                .collect(Collectors.toMap(name -> name, _ -> new Text("-"))),
            Set.of())
        .orThrow();
  }

  private static Parsed<ClaimName> name(ProviderPreset preset, String text) {
    return ClaimName.parse(text)
        .then(written -> {
          ClaimName name = written.plain();
          List<String> segments = name.segments();
          return segments.size() > 1 && preset.matching().derived().containsKey(segments.getFirst())
              ? Parsed.malformed(
                  "claim "
                      + segments.getFirst()
                      + " is computed for "
                      + preset.label()
                      + ", and nothing stands inside it")
              : Parsed.of(name);
        });
  }

  private static Parsed<ClaimValue> value(ProviderPreset preset, ClaimName name, ClaimValue value) {
    Spelling spelling = preset.matching().spelling();
    Spelling.Type type = spelling.types().get(name.text());
    if (type != null && !type.isOf(value)) {
      return Parsed.malformed(preset.label() + " writes the claim " + name + " as " + type.words());
    }
    if (spelling.isChosenByJob(name)) {
      return Parsed.malformed("whoever runs the job chooses the claim " + name + " himself");
    }
    if (spelling.sets().contains(name.text()) && !(value instanceof Text)) {
      return Parsed.malformed(
          "claim " + name + " is a set of strings, of which a publisher asks for one");
    }
    return switch (value) {
      case Text(String text) -> text(preset, name, text.strip());
      case Flag flag -> Parsed.of(flag);
      case Whole whole -> Parsed.of(whole);
      case Other _ ->
          Parsed.malformed("claim " + name + " can be a string, a boolean or a whole number");
    };
  }

  private static Parsed<ClaimValue> text(ProviderPreset preset, ClaimName name, String text) {
    if (text.isEmpty() || text.length() > MAX_VALUE_CHARACTERS) {
      return Parsed.malformed(
          "the value of claim " + name + " has 1 to " + MAX_VALUE_CHARACTERS + " characters");
    }
    if (!ClaimName.isVisible(text)) {
      return Parsed.malformed(
          "the value of claim " + name + " has a control, bidirectional or zero-width character");
    }
    boolean bare =
        preset.matching().spelling().braced().contains(name.text()) && !text.startsWith("{");
    return Parsed.of(new Text(bare ? "{" + text + "}" : text));
  }

  private Optional<String> problem() {
    return preset
        .matching()
        .anchors()
        .problem(preset.label(), claims)
        .or(() ->
            unlockedTriggers.stream()
                .filter(
                    name -> preset.matching().triggers().stream().noneMatch(t -> t.canUnlock(name)))
                .findFirst()
                .map(_ -> preset.label() + " refuses no event of the name that is to be unlocked"));
  }

  /** The preset whose rules apply. */
  public ProviderPreset preset() {
    return preset;
  }

  /** What is asked for, in the maintainer's order: strings, booleans and whole numbers. */
  public Map<ClaimName, ClaimValue> claims() {
    return claims;
  }

  /** The events that this publisher takes although the preset refuses them. */
  public Set<String> unlockedTriggers() {
    return unlockedTriggers;
  }

  /** Why the policy is weak; empty for a strong one. */
  public List<Weakness> weaknesses() {
    return strength().reasons().stream().map(Strength.Reason::weakness).toList();
  }

  /** How well the policy keeps others out, as far as its claims say. */
  public Strength strength() {
    return Strength.of(this, Set.of());
  }

  /** Whether {@code token} has what is asked for, and why not. */
  public PolicyReport evaluate(VerifiedToken token) {
    return report(token.issuer(), token.algorithm(), token.claims());
  }

  /** The same, and whether it is still fresh enough. */
  public PolicyReport evaluate(VerifiedToken token, Freshness freshness) {
    return withAge(evaluate(token), token.claims(), freshness);
  }

  /**
   * What {@link #evaluate} would say if {@code token} were genuine: for explaining a token that may
   * have expired to the person who holds it. Nothing may be decided by it.
   */
  public PolicyReport explain(UnverifiedToken token) {
    return report(token.issuer(), token.algorithm(), token.unverifiedClaims());
  }

  /** The same, and whether it would still be fresh enough. */
  public PolicyReport explain(UnverifiedToken token, Freshness freshness) {
    return withAge(explain(token), token.unverifiedClaims(), freshness);
  }

  private PolicyReport report(Issuer issuer, String algorithm, ClaimSet token) {
    Facts facts = preset.facts(issuer, token);
    List<ClaimMatch> matches = new ArrayList<>();
    for (Map.Entry<ClaimName, ClaimValue> claim : claims.entrySet()) {
      matches.add(match(claim.getKey(), claim.getValue(), token, facts));
    }
    boolean anchored = preset.matching().anchors().areMatched(claims, matches);
    preset.matching().triggers().forEach(trigger -> addIfBlocked(trigger, token, matches));
    preset.matching().conflicts().stream()
        .filter(conflict -> conflict.isIn(token, facts))
        .map(conflict -> objection(conflict.claim(), Verdict.CONFLICT, token))
        .forEach(matches::add);
    addTokenObjections(algorithm, token, matches);
    return new PolicyReport(matches, anchored);
  }

  private PolicyReport withAge(PolicyReport report, ClaimSet token, Freshness freshness) {
    return Stream.concat(freshness.maxAge().stream(), preset.tokens().maxAge().stream())
        .min(Comparator.naturalOrder())
        .filter(most -> RegisteredClaims.isOlder(token, freshness.now(), most))
        .map(_ -> report.with(objection("iat", Verdict.TOO_OLD, token)))
        .orElse(report);
  }

  private ClaimMatch match(ClaimName name, ClaimValue expected, ClaimSet token, Facts facts) {
    Optional<Recipe> recipe = preset.recipe(name);
    // A derived claim hides a raw one of its name, also where it cannot be computed.
    Optional<ClaimValue> found =
        recipe.isEmpty()
            ? token.find(name)
            : recipe.flatMap(made -> made.make(facts)).map(Text::new);
    Verdict verdict =
        found
            .map(value -> compare(name, expected, value))
            .orElse(recipe.isEmpty() ? Verdict.MISSING : Verdict.DERIVATION_FAILED);
    return new ClaimMatch(
        name.text(), verdict, Optional.of(expected.toString()), found.flatMap(ClaimPolicy::shown));
  }

  private Verdict compare(ClaimName name, ClaimValue expected, ClaimValue found) {
    if (preset.matching().spelling().sets().contains(name.text())) {
      // Only here does an array match, and only here a string alone does not.
      return found instanceof Elements(var elements)
          ? (elements.contains(expected) ? Verdict.MATCH : Verdict.MISMATCH)
          : Verdict.WRONG_TYPE;
    }
    if (expected.getClass() != found.getClass()) {
      return Verdict.WRONG_TYPE;
    }
    boolean caseless = preset.matching().spelling().caseless().contains(name.text());
    boolean equal =
        caseless && expected instanceof Text(String a) && found instanceof Text(String b)
            ? Ascii.equalIgnoringCase(a, b)
            : expected.equals(found);
    return equal ? Verdict.MATCH : Verdict.MISMATCH;
  }

  private void addIfBlocked(Trigger trigger, ClaimSet token, List<ClaimMatch> matches) {
    Optional<ClaimValue> event = token.find(new ClaimName(trigger.claim()));
    event
        .filter(trigger::blocks)
        .filter(value -> !unlockedTriggers.contains(trigger.unlockName(value)))
        .map(_ -> objection(trigger.claim(), Verdict.BLOCKED_TRIGGER, token))
        .ifPresent(matches::add);
  }

  /** The issuer may be held to looser rules than this preset's, which the maintainer chose. */
  private void addTokenObjections(String algorithm, ClaimSet token, List<ClaimMatch> matches) {
    ProviderPreset.TokenRules rules = preset.tokens();
    if (!rules.algorithms().contains(algorithm)) {
      matches.add(
          new ClaimMatch("alg", Verdict.MISMATCH, Optional.empty(), Optional.of(algorithm)));
    }
    if (rules.tokenIdRequired() && token.member("jti").isEmpty()) {
      matches.add(objection("jti", Verdict.MISSING, token));
    }
    RegisteredClaims.lifetime(token)
        .filter(lifetime -> lifetime.compareTo(rules.maxLifetime()) > 0)
        .map(_ -> objection("exp", Verdict.MISMATCH, token))
        .ifPresent(matches::add);
  }

  private static ClaimMatch objection(String claim, Verdict verdict, ClaimSet token) {
    Optional<ClaimValue> found = token.find(new ClaimName(claim));
    return new ClaimMatch(claim, verdict, Optional.empty(), found.flatMap(ClaimPolicy::shown));
  }

  private static Optional<String> shown(ClaimValue value) {
    return value instanceof Other ? Optional.empty() : Optional.of(value.toString());
  }
}
