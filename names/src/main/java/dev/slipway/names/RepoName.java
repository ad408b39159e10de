package dev.slipway.names;

/**
 * The second half of a repository's id.
 *
 * @param text 1 to 96 characters of {@code A-Za-z0-9._-}; no {@code --} or {@code ..}, no {@code .}
 *     or {@code -} at either end, and not ending in {@code .git} or {@code .ipynb}: the rules of
 *     the Hub's clients
 */
public record RepoName(String text) {

  /** Longest name, in characters. */
  public static final int MAX_CHARACTERS = 96;

  public RepoName {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not a repository name: " + text);
    }
  }

  /** Reads a repository's name. */
  public static Parsed<RepoName> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new RepoName(text))
        : Parsed.malformed(
            "a repository name has 1 to 96 characters of A-Z a-z 0-9 . _ -, no \"--\" or \"..\","
                + " no \".\" or \"-\" at either end, and does not end in \".git\" or \".ipynb\"");
  }

  private static boolean isWellFormed(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CHARACTERS
        && text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-')
        && !text.contains("--")
        && !text.contains("..")
        && !isEdge(text.charAt(0))
        && !isEdge(text.charAt(text.length() - 1))
        && !folded(text).endsWith(".git")
        && !folded(text).endsWith(".ipynb");
  }

  private static boolean isEdge(char c) {
    return c == '.' || c == '-';
  }

  private static String folded(String text) {
    return Ascii.lowerCase(text);
  }

  /** The name with ASCII capitals made small, for comparison. */
  public String folded() {
    return folded(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
