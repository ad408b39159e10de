package dev.slipway.publishing;

import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.names.RepoName;
import dev.slipway.names.RepoType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The repositories of a namespace that one of its publishers stands for.
 *
 * @param type of all of them
 * @param creates whether the first exchange for one that is missing creates it
 */
public record RepoScope(RepoType type, Names names, Creates creates) {

  /** Most names of one publisher. */
  public static final int MAX_NAMES = 100;

  /** What stands for the plain name of the repository at the CI provider whose job it is. */
  public static final String PLACEHOLDER = "{repository_name}";

  /** How they are named. */
  public sealed interface Names {

    /** One by one. */
    record Exact(List<RepoName> all) implements Names {
      public Exact {
        all = List.copyOf(all);
      }
    }

    /** The plain name of the job's repository between two texts: each has one of its own. */
    record Pattern(String before, String after) implements Names {}
  }

  /** What becomes of a repository that is missing. */
  public enum Creates {
    NOTHING("none"),
    PRIVATE("private"),
    PUBLIC("public");

    private final String word;

    Creates(String word) {
      this.word = word;
    }

    /** As the API and the database say it. */
    public String word() {
      return word;
    }

    /** What a word means. */
    static Parsed<Creates> parse(String word) {
      for (Creates creates : values()) {
        if (creates.word.equals(word)) {
          return Parsed.of(creates);
        }
      }
      return Parsed.malformed("\"creates\" is none, private or public");
    }
  }

  /** Reads names, each of which is one; case counts, but no two may differ in it alone. */
  static Parsed<Names> exact(List<String> texts) {
    if (texts.isEmpty() || texts.size() > MAX_NAMES) {
      return Parsed.malformed("a publisher names 1 to " + MAX_NAMES + " repositories");
    }
    List<RepoName> names = new ArrayList<>();
    Set<String> folded = new HashSet<>();
    for (String text : texts) {
      switch (RepoName.parse(text)) {
        case Malformed<RepoName>(var problem) -> {
          return Parsed.malformed(problem);
        }
        case Value<RepoName>(var name) -> {
          if (!folded.add(name.folded())) {
            return Parsed.malformed("the repository " + name + " is named twice");
          }
          names.add(name);
        }
      }
    }
    names.sort(Comparator.comparing(RepoName::text));
    return Parsed.of(new Names.Exact(names));
  }

  /** Reads a pattern: text, and the one placeholder that only the CI provider fills. */
  static Parsed<Names> pattern(String text) {
    int at = text.indexOf(PLACEHOLDER);
    String before = at < 0 ? text : text.substring(0, at);
    String after = at < 0 ? "" : text.substring(at + PLACEHOLDER.length());
    boolean isPlain =
        (before + after)
            .chars()
            .allMatch(c -> Ascii.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
    return at >= 0 && isPlain && before.length() + after.length() < RepoName.MAX_CHARACTERS
        ? Parsed.of(new Names.Pattern(before, after))
        : Parsed.malformed(
            "a pattern is letters, digits, . _ - and "
                + PLACEHOLDER
                + " once; no other placeholder, because jobs and those who push choose what would"
                + " stand there");
  }

  /** Whether it is a pattern. */
  public boolean hasPattern() {
    return names instanceof Names.Pattern;
  }

  /**
   * Whether it stands for the repository of that name; case counts.
   *
   * @param own what the job's repository is called, if its token says that
   */
  public boolean names(RepoName wanted, Optional<String> own) {
    return switch (names) {
      case Names.Exact(var all) -> all.contains(wanted);
      case Names.Pattern(var before, var after) ->
          own.filter(name -> wanted.text().equals(before + name + after)).isPresent();
    };
  }

  /** Whether the job of some repository could be let into the one of that name. */
  boolean mayName(RepoName wanted) {
    return switch (names) {
      case Names.Exact(var all) -> all.contains(wanted);
      case Names.Pattern(var before, var after) ->
          wanted.text().length() > before.length() + after.length()
              && wanted.text().startsWith(before)
              && wanted.text().endsWith(after);
    };
  }

  /** Whether it stands for everything that {@code former} stood for. */
  boolean includes(RepoScope former) {
    return type == former.type
        && (names.equals(former.names)
            || names instanceof Names.Exact(var all)
                && former.names instanceof Names.Exact(var before)
                && all.containsAll(before));
  }

  /** As the command line has it: {@code model:a,b}. */
  @Override
  public String toString() {
    return type.word() + ":" + (hasPattern() ? patternText() : lines().replace('\n', ','));
  }

  /** The names, one a line; empty for a pattern. */
  String lines() {
    return names instanceof Names.Exact(var all)
        ? String.join("\n", all.stream().map(RepoName::text).toList())
        : "";
  }

  /** The pattern as people write it; empty for names. */
  String patternText() {
    return names instanceof Names.Pattern(var before, var after)
        ? before + PLACEHOLDER + after
        : "";
  }
}
