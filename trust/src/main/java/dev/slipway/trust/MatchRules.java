package dev.slipway.trust;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How claims are compared.
 *
 * @param anchors which claims say whose token it is
 * @param spelling where the provider itself knows several spellings of one value
 * @param derived claims that are computed from others; they hide raw claims of the same name
 * @param triggers events that people without the right to write can cause
 * @param conflicts claims that must agree with each other, whatever is asked for
 * @param boundaries which claims keep side branches out
 */
public record MatchRules(
    Anchors anchors,
    Spelling spelling,
    Map<String, Derivation> derived,
    List<Trigger> triggers,
    List<Conflict> conflicts,
    Boundaries boundaries) {
  public MatchRules {
    derived = Map.copyOf(derived);
    triggers = List.copyOf(triggers);
    conflicts = List.copyOf(conflicts);
  }

  /** Which claims identify the workload. A publisher must ask for at least one of them. */
  public sealed interface Anchors {
    /** One of these, a string. */
    record OneOf(Set<String> names) implements Anchors {
      public OneOf {
        names = Set.copyOf(names);
      }
    }

    /** Any but these, which every token has or which say only where or how a job ran. */
    record AnyBut(Set<String> names) implements Anchors {
      public AnyBut {
        names = Set.copyOf(names);
      }
    }

    /** Whether asking for that claim says whose tokens are meant. */
    default boolean include(ClaimName name) {
      return switch (this) {
        case OneOf(var names) -> names.contains(name.text());
        case AnyBut(var names) ->
            !names.contains(name.segments().getFirst()) && !name.segments().getFirst().isBlank();
      };
    }
  }

  /**
   * Where the provider knows several spellings of one value.
   *
   * @param caseless claims in which the case of {@code A-Z} does not count, and of nothing else
   * @param braced claims that hold a UUID in braces, which people paste without
   * @param texts claims that the provider writes as strings, also if there are only digits in them
   */
  public record Spelling(Set<String> caseless, Set<String> braced, Set<String> texts) {

    /** Where no claim has several spellings. */
    static final Spelling ONE = new Spelling(Set.of(), Set.of(), Set.of());

    public Spelling {
      texts = Set.copyOf(texts);
      caseless = Set.copyOf(caseless);
      braced = Set.copyOf(braced);
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
   */
  public record Boundaries(Set<String> places, Set<String> definitions, Set<String> origins) {
    public Boundaries {
      places = Set.copyOf(places);
      definitions = Set.copyOf(definitions);
      origins = Set.copyOf(origins);
    }
  }

  /** Computes a claim from verified claims of the same token; empty if they do not allow it. */
  @FunctionalInterface
  public interface Derivation {

    /** The value, never a guess: where anything is missing or odd there is none. */
    Optional<String> derive(Issuer issuer, ClaimSet claims);

    /** The claim itself, under a second name. */
    static Derivation copy(String claim) {
      return (_, claims) -> claims.text(claim);
    }

    /** {@code text} without {@code @} and the value of the first of {@code versions} it ends in. */
    static Optional<String> withoutVersion(String text, ClaimSet claims, String... versions) {
      return Arrays.stream(versions)
          .flatMap(claim -> claims.text(claim).stream())
          .filter(version -> !version.isEmpty() && text.endsWith("@" + version))
          .findFirst()
          .map(version -> text.substring(0, text.length() - version.length() - 1));
    }

    /** The rest of a claim that starts with {@code prefix}, if there is a rest. */
    static Derivation after(String prefix, String claim) {
      return (_, claims) ->
          claims
              .text(claim)
              .filter(text -> text.startsWith(prefix) && text.length() > prefix.length())
              .map(text -> text.substring(prefix.length()));
    }
  }

  /**
   * Claims of one token that must not contradict each other; if they do none of them is believed.
   *
   * @param claim the claim to name when they do
   * @param check whether they do; absent claims do not
   */
  public record Conflict(String claim, Check check) {

    /** Looks for one contradiction. */
    @FunctionalInterface
    public interface Check {
      /** Whether it is in a token of {@code issuer} with those claims. */
      boolean isIn(Issuer issuer, ClaimSet claims);
    }

    /** {@code path} does not lie under {@code parent}; case of {@code A-Z} does not count. */
    static Conflict notUnder(String parent, String path) {
      return new Conflict(
          path,
          (_, claims) ->
              claims.text(parent).isPresent()
                  && claims.text(path).isPresent()
                  && !isUnder(claims.text(parent).get() + "/", claims.text(path).get()));
    }

    /** {@code copy} is there but is not what {@code original} is. */
    static Conflict differs(String copy, String original) {
      return new Conflict(
          copy,
          (_, claims) ->
              claims.member(copy).isPresent()
                  && !claims.member(copy).equals(claims.member(original)));
    }

    /** The issuer's address ends in {@code marker} and something that {@code claim} is not. */
    static Conflict notIssuerEnd(String marker, String claim) {
      return new Conflict(
          claim,
          (issuer, claims) -> {
            int at = issuer.text().indexOf(marker);
            return at >= 0
                && claims.member(claim).isPresent()
                && !claims
                    .text(claim)
                    .equals(Optional.of(issuer.text().substring(at + marker.length())));
          });
    }

    private static boolean isUnder(String prefix, String path) {
      return path.length() > prefix.length()
          && Ascii.equalIgnoringCase(path.substring(0, prefix.length()), prefix);
    }
  }

  /**
   * Events with which people who may not write to a CI project can start its jobs, on its own
   * branch and with its own identity. Refused unless a publisher unlocks the event by name.
   *
   * @param claim the claim that names the event
   * @param events the refused values; a final {@code *} stands for any end
   */
  public record Trigger(String claim, List<String> events) {

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
      return value instanceof Text(String event) ? event : claim;
    }

    /** Whether unlocking {@code name} has a meaning here. */
    boolean canUnlock(String name) {
      return name.equals(claim) || (isEventName(name) && blocks(name));
    }

    /** A final {@code *} must not let in what no provider calls an event. */
    private static boolean isEventName(String name) {
      return !name.isEmpty() && name.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z'));
    }
  }
}
