package dev.slipway.git.lfs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.util.QuotedString;

/** Reads the lines of {@code .gitattributes}, including patterns in double quotes. */
final class AttributesLines {

  private static final String MACRO = "[attr]";

  /** Longer lines git does not read. */
  static final int MAX_LINE_CHARACTERS = 2048;

  private AttributesLines() {}

  static List<AttributesRule> parse(String text) {
    List<AttributesRule> rules = new ArrayList<>();
    text.lines().map(String::strip).forEach(line -> rule(line).ifPresent(rules::add));
    return List.copyOf(rules);
  }

  /** Comments, negated patterns and lines longer than git reads are no rules. */
  private static Optional<AttributesRule> rule(String line) {
    if (line.isEmpty()
        || line.length() > MAX_LINE_CHARACTERS
        || "#!".indexOf(line.charAt(0)) >= 0) {
      return Optional.empty();
    }
    int end = line.charAt(0) == '"' ? endOfQuoted(line) : endOfWord(line);
    String pattern = line.substring(0, end);
    if (pattern.startsWith("\"")) {
      pattern = unquote(pattern);
    }
    return pattern.isEmpty()
        ? Optional.empty()
        : Optional.of(new AttributesRule(pattern, line.substring(end).strip()));
  }

  private static int endOfWord(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != ' ' && line.charAt(end) != '\t') {
      end++;
    }
    return end;
  }

  private static int endOfQuoted(String line) {
    for (int i = 1; i < line.length(); i++) {
      if (line.charAt(i) == '\\') {
        i++;
      } else if (line.charAt(i) == '"') {
        return i + 1;
      }
    }
    return endOfWord(line);
  }

  private static String unquote(String pattern) {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(pattern);
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return QuotedString.GIT_PATH.dequote(copy, 0, copy.length);
  }

  static boolean isMacro(AttributesRule rule) {
    return rule.getPattern().startsWith(MACRO);
  }

  static boolean definesMacro(AttributesRule rule, String name) {
    return rule.getPattern().equals(MACRO + name);
  }
}
