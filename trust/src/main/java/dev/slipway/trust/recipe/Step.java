package dev.slipway.trust.recipe;

import dev.slipway.names.Ascii;
import java.util.List;
import java.util.Optional;

/** One step of a recipe: makes a text of the text so far, or refuses it. No step searches back. */
public sealed interface Step {

  /**
   * The rest of a text that starts with {@code prefix}, if there is a rest.
   *
   * @param ignoresCase whether the case of {@code A-Z} in the prefix does not count
   */
  record After(Template prefix, boolean ignoresCase) implements Step {}

  /** The text without {@code @} and the value of the first of these claims that it ends in. */
  record DropVersion(List<String> claims) implements Step {
    public DropVersion {
      claims = List.copyOf(claims);
    }
  }

  /**
   * One side of a text that has {@code mark} in it.
   *
   * @param endings what stands before the mark that counts; empty if any mark does
   * @param place the first or the last such mark
   * @param side what to keep; a side may be empty
   */
  record Split(String mark, List<String> endings, Place place, Side side) implements Step {
    public Split {
      endings = List.copyOf(endings);
    }

    /** Which of several marks counts. */
    public enum Place {
      FIRST,
      LAST
    }

    /** What is kept. */
    public enum Side {
      LEFT,
      RIGHT,
      /** The left side, or all of a text that has no such mark. */
      LEFT_OR_ALL
    }

    private Optional<String> apply(String text) {
      int at = find(text);
      if (at < 0) {
        return side == Side.LEFT_OR_ALL ? Optional.of(text) : Optional.empty();
      }
      return Optional.of(
          side == Side.RIGHT ? text.substring(at + mark.length()) : text.substring(0, at));
    }

    private int find(String text) {
      int at = next(text, place == Place.FIRST ? 0 : text.length());
      while (at >= 0 && !counts(text, at)) {
        at = next(text, place == Place.FIRST ? at + 1 : at - 1);
      }
      return at;
    }

    private int next(String text, int from) {
      return place == Place.FIRST ? text.indexOf(mark, from) : text.lastIndexOf(mark, from);
    }

    private boolean counts(String text, int at) {
      return endings.isEmpty()
          || endings.stream().anyMatch(ending -> text.startsWith(ending, at - ending.length()));
    }
  }

  /** A text that ends in one of these. */
  record EndsIn(List<String> endings) implements Step {
    public EndsIn {
      endings = List.copyOf(endings);
    }
  }

  /** A text in which this does not stand. */
  record Lacks(String part) implements Step {}

  /**
   * A text beside a claim that says this.
   *
   * @param orAbsent whether a token without the claim will do
   */
  record If(String claim, Template is, boolean orAbsent) implements Step {}

  /** What the step makes of {@code text}; empty if it refuses it. */
  default Optional<String> apply(String text, Facts facts) {
    return switch (this) {
      case After(Template prefix, boolean ignoresCase) ->
          prefix.fill(facts, text).flatMap(start -> after(text, start, ignoresCase));
      case DropVersion(List<String> claims) -> withoutVersion(text, claims, facts);
      case Split split -> split.apply(text);
      case EndsIn(List<String> endings) -> kept(text, endings.stream().anyMatch(text::endsWith));
      case Lacks(String part) -> kept(text, !text.contains(part));
      case If(String claim, Template is, boolean orAbsent) ->
          kept(
              text,
              orAbsent && !facts.has(claim)
                  || facts.text(claim).isPresent()
                      && facts.text(claim).equals(is.fill(facts, text)));
    };
  }

  private static Optional<String> kept(String text, boolean keep) {
    return keep ? Optional.of(text) : Optional.empty();
  }

  private static Optional<String> after(String text, String start, boolean ignoresCase) {
    if (text.length() <= start.length()) {
      return Optional.empty();
    }
    String front = text.substring(0, start.length());
    return kept(
        text.substring(start.length()),
        ignoresCase ? Ascii.equalIgnoringCase(front, start) : front.equals(start));
  }

  private static Optional<String> withoutVersion(String text, List<String> claims, Facts facts) {
    return claims.stream()
        .flatMap(claim -> facts.text(claim).stream())
        .filter(version -> !version.isEmpty() && text.endsWith("@" + version))
        .findFirst()
        .map(version -> text.substring(0, text.length() - version.length() - 1))
        .filter(rest -> !rest.isEmpty());
  }
}
