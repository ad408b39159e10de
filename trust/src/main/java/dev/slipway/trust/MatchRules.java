package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.recipe.Facts;
import dev.slipway.trust.recipe.Recipe;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How claims are compared.
 *
 * @param anchors which claims say whose token it is
 * @param spelling how the provider writes its claims
 * @param derived claims that are computed from others; they hide raw claims of the same name
 * @param triggers events that people without the right to write can cause
 * @param conflicts claims that must agree with each other, whatever is asked for
 * @param boundaries which claims keep side branches out
 */
public record MatchRules(
    Anchors anchors,
    Spelling spelling,
    Map<String, Recipe> derived,
    List<Trigger> triggers,
    List<Conflict> conflicts,
    Boundaries boundaries) {
  public MatchRules {
    derived = Map.copyOf(derived);
    triggers = List.copyOf(triggers);
    conflicts = List.copyOf(conflicts);
  }

  /** Which claims identify the workload. A publisher must ask for them. */
  public sealed interface Anchors {
    /**
     * All of one of these sets.
     *
     * @param alternatives each is enough; most are of one claim
     */
    record OneOf(List<Set<String>> alternatives) implements Anchors {
      public OneOf {
        alternatives = List.copyOf(alternatives);
      }
    }

    /** Any but these, which every token has or which say only where or how a job ran. */
    record AnyBut(Set<String> names) implements Anchors {
      public AnyBut {
        names = Set.copyOf(names);
      }

      /** A yes or no says of nobody who he is. */
      private boolean include(Map<ClaimName, ClaimValue> claims, ClaimName name) {
        return !names.contains(name.segments().getFirst())
            && !name.segments().getFirst().isBlank()
            && !(claims.get(name) instanceof Flag);
      }
    }

    /** The claims that say whose job it is, each set for itself; the usual one comes first. */
    default List<Set<String>> alternatives() {
      return List.of(Set.of("sub"));
    }

    /** Why those claims of a publisher do not say whose tokens are meant; empty if they do. */
    default Optional<String> problem(String label, Map<ClaimName, ClaimValue> claims) {
      return switch (this) {
        case OneOf(var alternatives) -> {
          Set<String> asked = new HashSet<>();
          // An address that must not be verified is nobody's.
          claims.forEach((name, value) -> {
            if (!value.equals(new Flag(false))) {
              asked.add(name.text());
            }
          });
          yield alternatives.stream().anyMatch(asked::containsAll)
              ? Optional.empty()
              : Optional.of(
                  "a publisher for " + label + " must name one of: " + words(alternatives));
        }
        case AnyBut anyBut ->
            claims.keySet().stream().anyMatch(name -> anyBut.include(claims, name))
                ? Optional.empty()
                : Optional.of(
                    "a publisher must ask for sub, or another claim that says whose token it is");
      };
    }

    private static String words(List<Set<String>> alternatives) {
      return alternatives.stream()
          .map(names -> String.join(" with ", names.stream().sorted().toList()))
          .sorted()
          .collect(Collectors.joining(", "));
    }

    /**
     * Whether the token is of the workload that is meant, whatever else is wrong. An anchor of a
     * preset names one workload. Of other issuers nobody knows how much one claim says, so that
     * {@code sub} counts, or everything that may identify.
     *
     * @param claims what is asked for
     * @param matches what became of each
     */
    default boolean areMatched(Map<ClaimName, ClaimValue> claims, List<ClaimMatch> matches) {
      return switch (this) {
        case OneOf(var alternatives) ->
            alternatives.stream().anyMatch(matched(matches)::containsAll);
        case AnyBut anyBut -> {
          List<ClaimMatch> anchors =
              matches.stream()
                  .filter(match -> anyBut.include(claims, new ClaimName(match.claim())))
                  .toList();
          boolean hasSubject = anchors.stream().anyMatch(match -> match.claim().equals("sub"));
          yield anchors.stream()
              .filter(match -> !hasSubject || match.claim().equals("sub"))
              .allMatch(ClaimMatch::isMatch);
        }
      };
    }

    private static Set<String> matched(List<ClaimMatch> matches) {
      return matches.stream()
          .filter(ClaimMatch::isMatch)
          .map(ClaimMatch::claim)
          .collect(Collectors.toSet());
    }
  }

  /**
   * How the provider writes its claims, and where it knows several spellings of one value.
   *
   * @param caseless claims in which the case of {@code A-Z} does not count, and of nothing else
   * @param braced claims that hold a UUID in braces, which people paste without
   * @param types the one JSON type of a claim, so that nobody asks for a number where digits stand
   *     in a string
   * @param sets claims that are arrays of strings, of which a publisher asks for one
   * @param chosenByJob claims that the job itself makes up, with all in them; no publisher can ask
   *     for one
   */
  public record Spelling(
      Set<String> caseless,
      Set<String> braced,
      Map<String, Type> types,
      Set<String> sets,
      Set<String> chosenByJob) {

    public Spelling {
      caseless = Set.copyOf(caseless);
      braced = Set.copyOf(braced);
      types = Map.copyOf(types);
      sets = Set.copyOf(sets);
      chosenByJob = Set.copyOf(chosenByJob);
    }

    /** Whether the job itself makes that claim up. */
    boolean isChosenByJob(ClaimName name) {
      return chosenByJob.stream()
          .anyMatch(chosen ->
              name.text().equals(chosen)
                  || name.segments().getFirst().equals(chosen)
                  || name.text().startsWith(chosen + "/"));
    }

    /** A JSON type of a claim. */
    public enum Type {
      TEXT("a string, also where it is a number"),
      FLAG("true or false, without quotes"),
      WHOLE("a number, without quotes");

      private final String words;

      Type(String words) {
        this.words = words;
      }

      /** What people call it. */
      String words() {
        return words;
      }

      boolean isOf(ClaimValue value) {
        return switch (this) {
          case TEXT -> value instanceof Text;
          case FLAG -> value instanceof Flag;
          case WHOLE -> value instanceof ClaimValue.Whole;
        };
      }
    }
  }

  /**
   * Which claims keep side branches out.
   *
   * @param places claims that say where or with whose approval a job ran: branch, tag, environment
   * @param definitions claims that say which pipeline ran; on their own no boundary, since whoever
   *     pushes a branch edits the file there
   * @param origins claims without which jobs of a fork look like those of the repository itself;
   *     empty where the provider gives such jobs no token, or other claims
   * @param hosted what a claim says of a runner that nobody but the provider runs
   * @param proposal what to ask for as well, where no place is named
   */
  public record Boundaries(
      Set<String> places,
      Set<String> definitions,
      Set<String> origins,
      Map<String, String> hosted,
      Map<String, String> proposal) {
    public Boundaries {
      places = Set.copyOf(places);
      definitions = Set.copyOf(definitions);
      origins = Set.copyOf(origins);
      hosted = Map.copyOf(hosted);
      proposal = Map.copyOf(proposal);
    }
  }

  /**
   * Claims of one token that must not contradict each other; if they do none of them is believed.
   *
   * @param claim the claim to name when they do
   * @param rule what must hold; absent claims contradict nothing unless it says so
   */
  public record Conflict(String claim, Rule rule) {

    /** What must hold of claims. */
    public sealed interface Rule {
      /** {@code path} lies under {@code parent}; the case of {@code A-Z} does not count. */
      record Under(String path, String parent) implements Rule {}

      /** {@code copy}, if it is there, is what {@code original} is, which then is there too. */
      record Same(String copy, String original) implements Rule {}

      /** {@code claim}, if it is there, is what the recipe makes, if it makes anything. */
      record Made(String claim, Recipe recipe) implements Rule {}
    }

    /** Whether a token with those claims contradicts itself here. */
    boolean isIn(ClaimSet claims, Facts facts) {
      return switch (rule) {
        case Rule.Under(String path, String parent) ->
            facts.text(parent).isPresent()
                && facts.text(path).isPresent()
                && !isUnder(facts.text(parent).get(), facts.text(path).get());
        case Rule.Same(String copy, String original) -> {
          Optional<ClaimValue> found = claims.find(new ClaimName(copy));
          yield found.isPresent() && !found.equals(claims.find(new ClaimName(original)));
        }
        case Rule.Made(String made, Recipe recipe) -> {
          Optional<String> expected = recipe.make(facts);
          yield facts.has(made) && expected.isPresent() && !facts.text(made).equals(expected);
        }
      };
    }

    private static boolean isUnder(String parent, String path) {
      String prefix = parent + "/";
      return !parent.isEmpty()
          && path.length() >= prefix.length()
          && Ascii.equalIgnoringCase(path.substring(0, prefix.length()), prefix);
    }
  }

  /**
   * Events with which people who may not write to a CI project can start its jobs, on its own
   * branch and with its own identity. Refused unless a publisher unlocks the event by name.
   *
   * @param claim the claim that names the event
   * @param events the refused values; a final {@code *} stands for any end
   * @param unlock the one name that unlocks them all, where the values are no names of events
   */
  public record Trigger(String claim, List<String> events, Optional<String> unlock) {

    public Trigger {
      events = List.copyOf(events);
    }

    /** Whether that value is refused; one that is no name at all is. */
    boolean blocks(ClaimValue value) {
      return switch (value) {
        case Text(String event) -> blocks(event);
        case Flag(boolean on) -> blocks(Boolean.toString(on));
        case ClaimValue.Whole _, ClaimValue.Other _ -> true;
      };
    }

    /** Whether the event of that name is refused. */
    boolean blocks(String event) {
      return events.stream()
          .anyMatch(blocked ->
              blocked.endsWith("*")
                  ? event.startsWith(blocked.substring(0, blocked.length() - 1))
                  : event.equals(blocked));
    }

    /**
     * What a publisher writes to unlock that value: the event, or the claim if it is a yes or no.
     */
    String unlockName(ClaimValue value) {
      return unlock.orElseGet(() -> value instanceof Text(String event) ? event : claim);
    }

    /** Whether unlocking {@code name} has a meaning here. */
    boolean canUnlock(String name) {
      return unlock
          .map(name::equals)
          .orElseGet(() -> name.equals(claim) || (isEventName(name) && blocks(name)));
    }

    /** A final {@code *} must not let in what no provider calls an event. */
    private static boolean isEventName(String name) {
      return !name.isEmpty() && name.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z'));
    }
  }
}
