package dev.slipway.trust.recipe;

import java.net.URI;
import java.util.List;

/**
 * A CI job that publishes to a hub, to be pasted. The only placeholders are {@code {audience}} (the
 * hub's public URL, which is the audience too), {@code {hubHost}} (its host), {@code {resource}},
 * and {@code {command}}: what the job does with that resource.
 *
 * @param file where the provider looks for it
 * @param lines the text, without line ends
 */
public record CiSnippet(String file, List<String> lines) {

  public CiSnippet {
    lines = List.copyOf(lines);
  }

  /** The text with its placeholders. */
  public String text() {
    return String.join("\n", lines) + "\n";
  }

  /**
   * The text for one hub and one resource.
   *
   * @param hub its public URL, which has no final slash
   * @param resource as an exchange names it, already found to be well formed
   */
  public String fill(URI hub, String resource) {
    return text()
        .replace("{command}", command(resource))
        .replace("{audience}", hub.toString())
        .replace("{hubHost}", hub.getRawAuthority())
        .replace("{resource}", resource);
  }

  /** What the real clients can do with a resource of that kind. */
  private static String command(String resource) {
    int slash = resource.indexOf('/');
    if (slash < 0) {
      return "hf download OWNER/GATED-MODEL";
    }
    String id = resource.substring(slash + 1);
    return switch (resource.substring(0, slash + 1)) {
      case "datasets/" -> "hf upload " + id + " ./data . --repo-type dataset";
      case "spaces/" -> "hf upload " + id + " ./app . --repo-type space";
      // hf has no upload for kernels; git takes the same token.
      case "kernels/" ->
          "git push \"https://hf:$(hf auth token)@{hubHost}/" + resource + "\" HEAD:main";
      case "buckets/" -> "hf sync ./data hf://" + resource;
      default -> "hf upload " + resource + " ./checkpoint .";
    };
  }
}
