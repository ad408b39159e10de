package dev.slipway.names;

/**
 * What a client calls a state of a repository: a branch, a tag, {@code refs/pr/1}, {@code HEAD}, or
 * a full or shortened commit id. Whether it exists is not said.
 *
 * @param text 1 to 255 characters that git allows in a reference's name
 */
public record Revision(String text) {

  /** Longest revision, in characters. */
  public static final int MAX_CHARACTERS = 255;

  /** The default branch. */
  public static final Revision MAIN = new Revision("main");

  private static final String NEVER = " ~^:?*[\\";

  public Revision {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not a revision: " + text);
    }
  }

  /** Reads a revision by the rules of {@code git check-ref-format --allow-onelevel}. */
  public static Parsed<Revision> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new Revision(text))
        : Parsed.malformed("a revision is the name of a branch or tag, or a commit id");
  }

  private static boolean isWellFormed(String text) {
    if (text.isEmpty() || text.length() > MAX_CHARACTERS || text.equals("@")) {
      return false;
    }
    if (text.contains("..") || text.contains("@{") || text.startsWith("-") || text.endsWith(".")) {
      return false;
    }
    if (text.codePoints().anyMatch(c -> c <= ' ' || c == 0x7F || NEVER.indexOf(c) >= 0)) {
      return false;
    }
    for (String segment : text.split("/", -1)) {
      if (segment.isEmpty() || segment.startsWith(".") || segment.endsWith(".lock")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return text;
  }
}
