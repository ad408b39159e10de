package dev.slipway.git.change;

/**
 * The README that a new Space begins with: only front matter, which says how to run it.
 *
 * @param title shown as the Space's name
 * @param sdk what runs it, for example {@code gradio}, {@code docker} or {@code static}
 */
public record SpaceReadme(String title, String sdk) {

  /** The lines of its front matter. */
  public String members() {
    return """
    title: %s
    emoji: 🚀
    colorFrom: blue
    colorTo: indigo
    sdk: %s
    pinned: false
    """
        .formatted(quoted(title), quoted(sdk));
  }

  /** A double-quoted scalar of YAML: no title can end the front matter or add a key. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .filter(c -> !Character.isISOControl(c))
        .forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" : "").append((char) c));
    return quoted.append('"').toString();
  }
}
