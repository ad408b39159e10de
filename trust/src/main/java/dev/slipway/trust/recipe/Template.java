package dev.slipway.trust.recipe;

import dev.slipway.names.Parsed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A text with holes: {@code {name}} is the claim of that name, {@code {}} the text that a recipe
 * has made so far. If one hole stays empty there is no text at all.
 */
public record Template(List<Part> parts) {

  public Template {
    parts = List.copyOf(parts);
  }

  /** A piece of the text. */
  public sealed interface Part {
    /** As it stands. */
    record Literal(String text) implements Part {}

    /** To be filled. */
    record Hole(String name) implements Part {}
  }

  /** Reads a template as it stands in a preset. */
  public static Parsed<Template> parse(String text) {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int end = open < 0 ? text.length() : open;
      if (end > at) {
        parts.add(new Part.Literal(text.substring(at, end)));
      }
      if (text.substring(at, end).indexOf('}') >= 0) {
        return Parsed.malformed("a } stands without its {");
      }
      at = end;
      if (open >= 0) {
        int close = text.indexOf('}', open);
        if (close < 0) {
          return Parsed.malformed("a { stands without its }");
        }
        parts.add(new Part.Hole(text.substring(open + 1, close)));
        at = close + 1;
      }
    }
    return parts.isEmpty() ? Parsed.malformed("it is empty") : Parsed.of(new Template(parts));
  }

  /** The names in its holes. */
  public List<String> holes() {
    return parts.stream()
        .flatMap(part -> part instanceof Part.Hole(String name) ? Stream.of(name) : Stream.empty())
        .toList();
  }

  /** What stands around its holes, in one text. */
  String literals() {
    return parts.stream()
        .map(part -> part instanceof Part.Literal(String text) ? text : "")
        .collect(Collectors.joining());
  }

  /** The text, made of claims and of {@code current}. */
  Optional<String> fill(Facts facts, String current) {
    return fill(name -> name.isEmpty() ? Optional.of(current) : facts.text(name));
  }

  Optional<String> fill(Function<String, Optional<String>> values) {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      Optional<String> text =
          switch (part) {
            case Part.Literal(String literal) -> Optional.of(literal);
            case Part.Hole(String name) -> values.apply(name).filter(value -> !value.isEmpty());
          };
      if (text.isEmpty()) {
        return Optional.empty();
      }
      filled.append(text.get());
    }
    return Optional.of(filled.toString());
  }
}
