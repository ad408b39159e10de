package dev.slipway.attempts;

/**
 * Text from outside, as terminals, the logs of CI jobs and pages can show it: short, and nothing in
 * it that they act on.
 */
public final class Shown {

  /** Longest text, in characters. */
  public static final int MAX_CHARACTERS = 100;

  private static final String MORE = "…";

  private Shown() {}

  /**
   * The text with a question mark for each control, bidirectional or zero-width character, cut
   * after {@link #MAX_CHARACTERS}. Commands of CI runners ({@code ::name::}, {@code ##[name]}) are
   * broken.
   */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(MAX_CHARACTERS)
        .forEach(c -> shown.appendCodePoint(isVisible(c) ? c : '?'));
    String broken = shown.toString().replace("::", ":?").replace("##", "#?");
    return text.codePointCount(0, text.length()) > MAX_CHARACTERS ? broken + MORE : broken;
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
