package dev.slipway.trust.recipe;

import java.util.List;
import java.util.Optional;

/**
 * How a text is made of verified claims: where it comes from, and then step by step. Where anything
 * is missing or odd there is no text; nothing is guessed, and nothing is searched for that another
 * claim can say.
 */
public record Recipe(Source source, List<Step> steps) {

  public Recipe {
    steps = List.copyOf(steps);
  }

  /** What a recipe begins with. */
  public sealed interface Source {
    /** A claim, if it is a string and not empty. */
    record Copy(String claim) implements Source {}

    /** Several claims in one text. */
    record Join(Template template) implements Source {}

    /** The text, if the claims give one. */
    default Optional<String> read(Facts facts) {
      return switch (this) {
        case Copy(String claim) -> facts.text(claim).filter(text -> !text.isEmpty());
        case Join(Template template) -> template.fill(facts, "");
      };
    }
  }

  /** Makes the text of a token with those claims; empty if they do not allow it. */
  public Optional<String> make(Facts facts) {
    Optional<String> made = source.read(facts);
    for (Step step : steps) {
      made = made.flatMap(text -> step.apply(text, facts));
    }
    return made;
  }
}
