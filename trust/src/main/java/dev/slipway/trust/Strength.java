package dev.slipway.trust;

import dev.slipway.trust.ClaimPolicy.Weakness;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.MatchRules.Boundaries;
import dev.slipway.trust.ProviderPreset.Row;
import dev.slipway.trust.recipe.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How well a policy keeps out what its maintainer does not want in, by facts (rule R7).
 *
 * @param grade weak as soon as there is one reason
 * @param facts what holds
 * @param reasons what makes it weak, the worst first
 * @param notes what would make a strong one stronger; one sentence each
 */
public record Strength(Grade grade, Set<Fact> facts, List<Reason> reasons, List<String> notes) {

  public Strength {
    facts = Collections.unmodifiableSet(facts.isEmpty() ? Set.of() : EnumSet.copyOf(facts));
    reasons = List.copyOf(reasons);
    notes = List.copyOf(notes);
  }

  /** The word for it. */
  public enum Grade {
    WEAK("weak"),
    STRONG("strong");

    private final String word;

    Grade(String word) {
      this.word = word;
    }

    /** As the API says it. */
    public String word() {
      return word;
    }
  }

  /** What may hold of a policy. */
  public enum Fact {
    /** One pipeline is named. */
    WORKFLOW_BOUND,
    /** A branch, a tag, an environment or another place is named. */
    PLACE_BOUND,
    /** No event that strangers can cause is unlocked. */
    TRIGGERS_TRUSTED,
    /** Only machines of the provider itself may publish. */
    HOSTED_RUNNERS_ONLY,
    /** The ids that are never given to anybody else are known. */
    IDS_PINNED
  }

  /**
   * One thing that makes a policy weak.
   *
   * @param sentence for people, with the repository's name where it is known
   * @param fix what to save instead
   */
  public record Reason(Weakness weakness, String sentence, Fix fix) {}

  /**
   * A policy to save instead.
   *
   * @param claims all of its claims
   * @param unlockedTriggers all of its unlocked events
   * @param ask claims of which one has to be named as well, where only the maintainer knows the
   *     value; empty if nothing is left to do
   */
  public record Fix(
      Map<String, ClaimValue> claims, Set<String> unlockedTriggers, List<String> ask) {
    public Fix {
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
      unlockedTriggers = Set.copyOf(unlockedTriggers);
      ask = List.copyOf(ask);
    }
  }

  /**
   * The strength of a policy.
   *
   * @param pinned ids that its publisher has kept since its first exchange, beside its claims
   */
  public static Strength of(ClaimPolicy policy, Set<ClaimName> pinned) {
    Look look = new Look(policy, policy.preset().matching().boundaries());
    Set<Fact> facts = EnumSet.noneOf(Fact.class);
    addIf(facts, Fact.WORKFLOW_BOUND, look.asksForOneOf(look.boundaries.definitions()));
    addIf(facts, Fact.PLACE_BOUND, look.asksForOneOf(look.boundaries.places()));
    addIf(facts, Fact.TRIGGERS_TRUSTED, policy.unlockedTriggers().isEmpty());
    addIf(facts, Fact.HOSTED_RUNNERS_ONLY, look.asksForHosted());
    addIf(facts, Fact.IDS_PINNED, look.knowsIds(pinned));
    List<Reason> reasons = look.reasons(facts);
    return new Strength(
        reasons.isEmpty() ? Grade.STRONG : Grade.WEAK, facts, reasons, look.notes(facts));
  }

  private static void addIf(Set<Fact> facts, Fact fact, boolean holds) {
    if (holds) {
      facts.add(fact);
    }
  }

  /** What to save instead to get rid of all reasons; empty for a strong policy. */
  public Optional<Fix> suggestion() {
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    Set<String> triggers = new TreeSet<>(reasons.getFirst().fix().unlockedTriggers());
    List<String> ask = new ArrayList<>();
    for (Reason reason : reasons) {
      claims.putAll(reason.fix().claims());
      triggers.retainAll(reason.fix().unlockedTriggers());
      ask.addAll(reason.fix().ask());
    }
    return Optional.of(new Fix(claims, triggers, ask));
  }

  /** One look at one policy. */
  private record Look(ClaimPolicy policy, Boundaries boundaries) {

    boolean asksForOneOf(Set<String> names) {
      // "ref_protected" must be "false" keeps nobody out.
      return policy.claims().entrySet().stream()
          .anyMatch(claim ->
              names.contains(claim.getKey().text())
                  && !claim.getValue().toString().equals("false"));
    }

    boolean asksForHosted() {
      return boundaries.hosted().entrySet().stream()
          .anyMatch(hosted ->
              new Text(hosted.getValue())
                  .equals(policy.claims().get(new ClaimName(hosted.getKey()))));
    }

    boolean knowsIds(Set<ClaimName> pinned) {
      return !policy.preset().pins().isEmpty()
          && policy.preset().pins(claims().keySet()).stream()
              .map(ProviderPreset.Pin::id)
              .allMatch(id -> pinned.contains(id) || policy.claims().containsKey(id));
    }

    List<Reason> reasons(Set<Fact> facts) {
      List<Reason> reasons = new ArrayList<>();
      if (!facts.contains(Fact.TRIGGERS_TRUSTED)) {
        reasons.add(untrustedTrigger());
      }
      if (isOwnerAlone() && !facts.contains(Fact.WORKFLOW_BOUND)) {
        reasons.add(anyRepository());
      }
      if (!facts.contains(Fact.PLACE_BOUND)) {
        reasons.add(noPlace(facts.contains(Fact.WORKFLOW_BOUND)));
      }
      if (!boundaries.origins().isEmpty() && !asksForOneOf(boundaries.origins())) {
        reasons.add(
            new Reason(
                Weakness.FORKS_UNCHECKED,
                "Builds of forks can pass for those of the repository itself.",
                new Fix(claims(), policy.unlockedTriggers(), sorted(boundaries.origins()))));
      }
      return reasons;
    }

    private Reason untrustedTrigger() {
      return new Reason(
          Weakness.UNTRUSTED_TRIGGER,
          "Jobs that are started by "
              + String.join(" or ", sorted(policy.unlockedTriggers()))
              + " are let in, and people who cannot write to "
              + repository()
              + " can start such jobs.",
          new Fix(claims(), Set.of(), List.of()));
    }

    boolean isOwnerAlone() {
      return policy.preset().isOwnerAlone(claims().keySet());
    }

    private Reason anyRepository() {
      return new Reason(
          Weakness.ANY_REPOSITORY,
          anyRepositorySentence(),
          new Fix(claims(), policy.unlockedTriggers(), sorted(boundaries.definitions())));
    }

    private String anyRepositorySentence() {
      String owner =
          policy
              .preset()
              .row(Row.OWNER_ID)
              .flatMap(name -> new Asked(policy).text(name.text()))
              .map(id -> "the owner " + id)
              .orElse("that owner");
      return "Any repository of " + owner + " can publish to the repository of its own name.";
    }

    private Reason noPlace(boolean namesWorkflow) {
      Map<String, ClaimValue> claims = claims();
      boundaries.proposal().forEach((name, value) -> claims.put(name, new Text(value)));
      List<String> ask =
          boundaries.proposal().isEmpty() ? sorted(boundaries.places()) : List.<String>of();
      return new Reason(
          namesWorkflow ? Weakness.PIPELINE_ALONE : Weakness.NO_BOUNDARY,
          "Anyone who can push a branch to "
              + repository()
              + (namesWorkflow
                  ? " can change the pipeline there and publish here."
                  : " can publish here."),
          new Fix(claims, policy.unlockedTriggers(), ask));
    }

    List<String> notes(Set<Fact> facts) {
      List<String> notes = new ArrayList<>();
      if (isOwnerAlone() && facts.contains(Fact.WORKFLOW_BOUND)) {
        notes.add(anyRepositorySentence());
      }
      if (!boundaries.definitions().isEmpty() && !facts.contains(Fact.WORKFLOW_BOUND)) {
        notes.add("Every pipeline of " + repository() + " that runs there can publish here.");
      }
      if (!boundaries.hosted().isEmpty() && !facts.contains(Fact.HOSTED_RUNNERS_ONLY)) {
        notes.add("Jobs on runners of anybody's own can publish here.");
      }
      if (!policy.preset().pins().isEmpty() && !facts.contains(Fact.IDS_PINNED)) {
        notes.add("The ids behind the names are kept from the first exchange on.");
      }
      return notes;
    }

    private Map<String, ClaimValue> claims() {
      Map<String, ClaimValue> claims = new LinkedHashMap<>();
      policy.claims().forEach((name, value) -> claims.put(name.text(), value));
      return claims;
    }

    private static List<String> sorted(Set<String> names) {
      return names.stream().sorted().toList();
    }

    private String repository() {
      return policy
          .preset()
          .row(Row.REPOSITORY)
          .flatMap(name ->
              policy
                  .preset()
                  .recipe(name)
                  .flatMap(recipe -> recipe.make(new Asked(policy)))
                  .or(() -> new Asked(policy).text(name.text())))
          .orElse("that repository");
    }
  }

  /** What a policy asks for, as if it were a token. */
  private record Asked(ClaimPolicy policy) implements Facts {

    @Override
    public Optional<String> text(String name) {
      return name.startsWith("@")
          ? Optional.empty()
          : Optional.ofNullable(policy.claims().get(new ClaimName(name)))
              .flatMap(value ->
                  value instanceof Text(String text) ? Optional.of(text) : Optional.empty());
    }

    @Override
    public boolean has(String name) {
      return text(name).isPresent();
    }
  }
}
