package dev.slipway.names;

/** Characters that nobody sees, and that must not stand in what people read and compare. */
public final class Unseen {

  private Unseen() {}

  /**
   * Whether a code point is a control, a mark of format or direction, a line, or half of a pair.
   */
  public static boolean is(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
