package dev.slipway.names;

/**
 * The name of a user or an organisation: the first half of a repository's id.
 *
 * <p>Two names that differ in ASCII case alone are the same name: {@link #folded()} is what a
 * unique index compares.
 *
 * @param text 1 to 42 characters of {@code A-Za-z0-9-}, not beginning or ending with a hyphen
 */
public record Namespace(String text) {

  /** Longest name, in characters. */
  public static final int MAX_CHARACTERS = 42;

  public Namespace {
    if (!isWellFormed(text)) {
      throw new IllegalArgumentException("not the name of a user or organisation: " + text);
    }
  }

  /**
   * Reads the name of a user or an organisation. Whether it is taken or reserved is not asked here.
   */
  public static Parsed<Namespace> parse(String text) {
    return isWellFormed(text)
        ? Parsed.of(new Namespace(text))
        : Parsed.malformed(
            "the name of a user or organisation has 1 to 42 letters, digits and single hyphens,"
                + " with no hyphen at either end");
  }

  private static boolean isWellFormed(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_CHARACTERS
        && text.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || c == '-')
        && !text.startsWith("-")
        && !text.endsWith("-")
        && !text.contains("--");
  }

  /** The name with ASCII capitals made small, for comparison. */
  public String folded() {
    return Ascii.lowerCase(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
