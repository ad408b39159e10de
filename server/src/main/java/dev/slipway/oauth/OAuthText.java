package dev.slipway.oauth;

/**
 * The characters of {@code error_description} (RFC 6749, 5.2), less those that shells and logs act
 * on.
 */
public final class OAuthText {

  private OAuthText() {}

  private static boolean isAllowed(int c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
  }

  /** The beginning of a text that comes from outside; what is not allowed is a question mark. */
  public static String shown(String text, int maxCharacters) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(maxCharacters)
        .forEach(c -> shown.append(isAllowed(c) ? (char) c : '?'));
    return shown.toString();
  }

  public static String clean(String text) {
    // Runners of GitHub and Azure DevOps act on "::name::" and "##[name]" where a log shows them.
    return shown(text, text.length()).replace("::", ":?").replace("##", "#?");
  }
}
