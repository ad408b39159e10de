package dev.slipway.exchange;

/**
 * The characters of {@code error_description} (RFC 6749, 5.2), less those that shells and logs act
 * on.
 */
final class OAuthText {

  private OAuthText() {}

  static boolean isAllowed(int c) {
    return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
  }

  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints().forEach(c -> clean.append(isAllowed(c) ? (char) c : '?'));
    // Runners of GitHub and Azure DevOps act on "::name::" and "##[name]" where a log shows them.
    return clean.toString().replace("::", ":?").replace("##", "#?");
  }
}
