package dev.slipway.cards;

import dev.slipway.names.ByteCount;
import java.util.Map;

/** What a README begins with. */
public sealed interface FrontMatter {

  /** Longest front matter that is read, with all of its lines. */
  ByteCount LIMIT = ByteCount.mib(1);

  /** The README begins with no front matter, or with an empty one. */
  record Absent() implements FrontMatter {}

  /**
   * The front matter is a mapping.
   *
   * @param members its values are maps with text keys, lists, text, numbers, booleans and {@code
   *     null}; in the order in which they stand
   */
  record Card(Map<String, Object> members) implements FrontMatter {}

  /** There is a front matter that cannot be read; {@code problem} is one line for its author. */
  record Unreadable(String problem) implements FrontMatter {}

  /** Reads the beginning of a README; what follows the front matter does not matter. */
  static FrontMatter of(String readme) {
    String text = readme.startsWith("\uFEFF") ? readme.substring(1) : readme;
    return ReadmeHead.find(text).map(CardYaml::read).orElseGet(Absent::new);
  }
}
