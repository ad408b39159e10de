package dev.slipway.cards;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines between two lines of three hyphens, found as the Hub's clients do. */
final class ReadmeHead {

  private static final Pattern FIRST_LINE = Pattern.compile("\\s*---[ \\t]*\\R");
  private static final Pattern LAST_LINE =
      Pattern.compile("^---[ \\t]*$", Pattern.MULTILINE | Pattern.UNIX_LINES);

  private ReadmeHead() {}

  static Optional<String> find(String text) {
    Matcher first = FIRST_LINE.matcher(text);
    if (!first.lookingAt()) {
      return Optional.empty();
    }
    long end = Math.min(text.length(), first.end() + FrontMatter.LIMIT.bytes());
    String lines = text.substring(first.end(), (int) end).replace("\r\n", "\n");
    Matcher last = LAST_LINE.matcher(lines);
    return last.find() ? Optional.of(lines.substring(0, last.start())) : Optional.empty();
  }
}
