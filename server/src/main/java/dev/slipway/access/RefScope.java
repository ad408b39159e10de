package dev.slipway.access;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Revision;
import dev.slipway.names.Unseen;
import java.util.List;

/**
 * The branches and tags that a token may move. A pattern is the full name of a reference, or one in
 * which a single {@code *} stands for any characters of its segment: it never crosses a slash. Case
 * counts, as in git.
 *
 * @param patterns such as {@code refs/heads/main} or {@code refs/tags/v*}; none means every
 *     reference
 */
public record RefScope(List<String> patterns) {

  /** Most patterns of one scope. */
  public static final int MAX_PATTERNS = 20;

  /** Longest pattern, in characters. */
  public static final int MAX_CHARACTERS = 255;

  /** No limit. */
  public static final RefScope EVERY = new RefScope(List.of());

  private static final List<String> FOLDERS = List.of("refs/heads/", "refs/tags/");
  private static final char STAR = '*';

  public RefScope {
    patterns = patterns.stream().distinct().sorted().toList();
  }

  /** Reads patterns; none at all are {@link #EVERY}. */
  public static Parsed<RefScope> parse(List<String> texts) {
    if (texts.size() > MAX_PATTERNS) {
      return Parsed.malformed("at most " + MAX_PATTERNS + " branches and tags can be named");
    }
    for (String text : texts) {
      if (!isWellFormed(text)) {
        return Parsed.malformed(
            "a branch or tag is written refs/heads/main or refs/tags/v*, with at most one * and at"
                + " most "
                + MAX_CHARACTERS
                + " characters");
      }
    }
    return Parsed.of(new RefScope(texts));
  }

  private static boolean isWellFormed(String text) {
    if (text.length() > MAX_CHARACTERS || text.codePoints().anyMatch(RefScope::isUnseen)) {
      return false;
    }
    if (text.indexOf(STAR) != text.lastIndexOf(STAR)) {
      return false;
    }
    return FOLDERS.stream()
        .filter(text::startsWith)
        .map(folder -> text.substring(folder.length()))
        // What a star may stand for is some text without a slash; a letter is one.
        .anyMatch(
            name -> !(Revision.parse(name.replace(STAR, 'x')) instanceof Malformed<Revision>));
  }

  private static boolean isUnseen(int c) {
    int type = Character.getType(c);
    return Unseen.is(c) || type == Character.SPACE_SEPARATOR || type == Character.UNASSIGNED;
  }

  /** Whether nothing is kept out. */
  public boolean isEverything() {
    return patterns.isEmpty();
  }

  /** Whether a reference may be made, moved or deleted; {@code ref} is its full name. */
  public boolean allows(String ref) {
    return isEverything() || patterns.stream().anyMatch(pattern -> fits(pattern, ref));
  }

  private static boolean fits(String pattern, String ref) {
    int star = pattern.indexOf(STAR);
    if (star < 0) {
      return pattern.equals(ref);
    }
    String head = pattern.substring(0, star);
    String tail = pattern.substring(star + 1);
    return ref.length() >= head.length() + tail.length()
        && ref.startsWith(head)
        && ref.endsWith(tail)
        && ref.substring(head.length(), ref.length() - tail.length()).indexOf('/') < 0;
  }

  /** Whether everything that {@code other} allows is allowed here as well. */
  public boolean includes(RefScope other) {
    if (isEverything()) {
      return true;
    }
    return !other.isEverything() && other.patterns.stream().allMatch(this::includes);
  }

  private boolean includes(String pattern) {
    return patterns.contains(pattern) || (pattern.indexOf(STAR) < 0 && allows(pattern));
  }

  @Override
  public String toString() {
    return isEverything() ? "every branch and tag" : String.join(", ", patterns);
  }
}
