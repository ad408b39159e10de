package dev.slipway.git.change;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adds members to the front matter of a README. What stands there stays, byte for byte: so the text
 * is read as Latin-1, which every byte is a character of.
 */
final class ReadmeMembers {

  private static final Pattern FRONT_MATTER =
      Pattern.compile("(---[ \\t]*\\r?\\n)(.*?)^---[ \\t]*$.*", Pattern.DOTALL | Pattern.MULTILINE);

  private ReadmeMembers() {}

  /** The README with those of these lines whose members it does not have. */
  static byte[] in(String lines, byte[] readme) {
    String added = new String(lines.getBytes(UTF_8), ISO_8859_1);
    String text = new String(readme, ISO_8859_1);
    Matcher front = FRONT_MATTER.matcher(text);
    if (!front.matches()) {
      return ("---\n" + added + "---\n" + text).getBytes(ISO_8859_1);
    }
    StringBuilder merged = new StringBuilder(front.group(1));
    added
        .lines()
        .filter(line -> !has(front.group(2), line.substring(0, line.indexOf(':'))))
        .forEach(line -> merged.append(line).append('\n'));
    return merged.append(text, front.end(1), text.length()).toString().getBytes(ISO_8859_1);
  }

  private static boolean has(String members, String name) {
    return Pattern.compile("^[\"']?" + Pattern.quote(name) + "[\"']?[ \\t]*:", Pattern.MULTILINE)
        .matcher(members)
        .find();
  }
}
