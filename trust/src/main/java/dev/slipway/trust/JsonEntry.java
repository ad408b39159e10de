package dev.slipway.trust;

import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One object of a file of ours, read field by field. It knows where it stands, so that each problem
 * names file and field; a field that nobody has read by {@link #end} is one.
 */
final class JsonEntry {

  private final String place;
  private final Members members;
  private final Set<String> read = new HashSet<>();

  private JsonEntry(String place, Members members) {
    this.place = place;
    this.members = members;
  }

  /** The object that is the whole of {@code file}. */
  static JsonEntry top(String file, Members members) {
    return new JsonEntry(file + ": ", members);
  }

  /** Leaves the reading of a file; caught where that began. It never leaves the island. */
  static final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Fault(String problem) {
      super(problem, null, false, false);
    }

    String problem() {
      return String.valueOf(getMessage());
    }
  }

  /** What is wrong with one of the fields. */
  Fault fault(String field, String problem) {
    return new Fault(place + field + ": " + problem);
  }

  /** All fields, in the order of the file. */
  Set<String> names() {
    return new LinkedHashSet<>(members.members().keySet());
  }

  boolean has(String field) {
    return members.members().containsKey(field);
  }

  private Optional<ClaimValue> value(String field) {
    read.add(field);
    return Optional.ofNullable(members.members().get(field));
  }

  private ClaimValue needed(String field) {
    return value(field).orElseThrow(() -> fault(field, "is missing"));
  }

  String text(String field) {
    return textOf(field, needed(field));
  }

  Optional<String> optionalText(String field) {
    return value(field).map(value -> textOf(field, value));
  }

  private String textOf(String field, ClaimValue value) {
    if (value instanceof Text(String text) && !text.isEmpty()) {
      return text;
    }
    throw fault(field, "is not a string with something in it");
  }

  boolean flag(String field) {
    return switch (value(field).orElse(new Flag(false))) {
      case Flag(boolean on) -> on;
      case Text _, Whole _, ClaimValue.Other _ -> throw fault(field, "is neither true nor false");
    };
  }

  /** A number from 1 to {@code most}. */
  int count(String field, int most) {
    if (needed(field) instanceof Whole(long number) && number >= 1 && number <= most) {
      return (int) number;
    }
    throw fault(field, "is not a whole number from 1 to " + most);
  }

  /** A time of more than nothing, written as in {@code PT15M}. */
  Duration duration(String field) {
    try {
      Duration duration = Duration.parse(text(field));
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException _) {
      // Said below.
    }
    throw fault(field, "is not a duration such as PT15M");
  }

  /** A list of different strings; empty if the field is not there. */
  List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (ClaimValue element : elements(field)) {
      texts.add(textOf(field, element));
    }
    if (Set.copyOf(texts).size() < texts.size()) {
      throw fault(field, "says something twice");
    }
    return texts;
  }

  /** A list of lines, some of which may be empty or the same. */
  List<String> lines(String field) {
    List<String> lines = new ArrayList<>();
    for (ClaimValue element : elements(field)) {
      if (!(element instanceof Text(String line)) || line.indexOf('\n') >= 0) {
        throw fault(field, "is not a list of lines");
      }
      lines.add(line);
    }
    if (lines.isEmpty()) {
      throw fault(field, "is missing");
    }
    return lines;
  }

  /** A list of lists of strings. */
  List<Set<String>> sets(String field) {
    List<Set<String>> sets = new ArrayList<>();
    for (ClaimValue element : elements(field)) {
      if (!(element instanceof Elements(var names)) || names.isEmpty()) {
        throw fault(field, "is not a list of lists");
      }
      Set<String> set = new LinkedHashSet<>();
      names.forEach(name -> set.add(textOf(field, name)));
      sets.add(set);
    }
    return sets;
  }

  private List<ClaimValue> elements(String field) {
    return switch (value(field).orElse(new Elements(List.of()))) {
      case Elements(var elements) -> elements;
      case Text _, Whole _, Flag _, Members _ -> throw fault(field, "is not a list");
      case ClaimValue.OddNumber _, ClaimValue.Nothing _ -> throw fault(field, "is not a list");
    };
  }

  /** An object; an empty one if the field is not there. */
  JsonEntry entry(String field) {
    if (value(field).orElse(new Members(Map.of())) instanceof Members inner) {
      return new JsonEntry(place + field + ".", inner);
    }
    throw fault(field, "is not an object");
  }

  /** A list of objects; empty if the field is not there. */
  List<JsonEntry> entries(String field) {
    List<JsonEntry> entries = new ArrayList<>();
    for (ClaimValue element : elements(field)) {
      if (!(element instanceof Members inner)) {
        throw fault(field, "is not a list of objects");
      }
      entries.add(new JsonEntry(place + field + "[" + entries.size() + "].", inner));
    }
    return entries;
  }

  /** A value that was read by somebody else, or the fault of this field. */
  <T> T checked(String field, Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Value<T>(var value) -> value;
      case Parsed.Malformed<T>(var problem) -> throw fault(field, problem);
    };
  }

  /** The name of a claim in its one spelling. */
  ClaimName claim(String field, String name) {
    ClaimName claim = checked(field, ClaimName.parse(name));
    if (name.startsWith("@")) {
      throw fault(field, name + " is no claim");
    }
    if (!claim.equals(claim.plain())) {
      throw fault(field, "names the claim " + claim.plain() + " by a pointer");
    }
    return claim;
  }

  /** A set of claims' names; empty if the field is not there. */
  Set<String> claims(String field) {
    List<String> names = texts(field);
    names.forEach(name -> claim(field, name));
    return new LinkedHashSet<>(names);
  }

  /** To be called when all is read. */
  void end() {
    members.members().keySet().stream()
        .filter(name -> !read.contains(name))
        .findFirst()
        .ifPresent(name -> {
          throw fault(name, "is no field here");
        });
  }
}
