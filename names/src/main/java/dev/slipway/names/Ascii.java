package dev.slipway.names;

/**
 * ASCII, and nothing but ASCII: the JDK's own case folding also folds look-alikes such as U+212A.
 */
public final class Ascii {

  private Ascii() {}

  /** Whether {@code c} is one of {@code A-Za-z0-9}. */
  public static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** {@code text} with {@code A-Z} made small and every other character left alone. */
  public static String lowerCase(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      folded.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return folded.toString();
  }

  /** Whether two texts are the same but for the case of {@code A-Z}. */
  public static boolean equalIgnoringCase(String a, String b) {
    return a.equals(b) || (a.length() == b.length() && lowerCase(a).equals(lowerCase(b)));
  }
}
