package dev.slipway.trust.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.Presets;
import dev.slipway.trust.ProviderPreset;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job that a page shows: what the real client needs, and nothing left to fill in. */
class CiSnippetTest {

  private static final URI HUB = URI.create("https://hub.example:8443");

  private static String filled(ProviderPreset preset, String resource) {
    return preset.ciSnippet().fill(HUB, resource);
  }

  @Test
  void every_preset_tells_the_client_where_and_for_what() {
    for (ProviderPreset preset : Presets.all()) {
      assertThat(filled(preset, "acme/awesome-model"))
          .as(preset.id())
          .contains("HF_ENDPOINT", "HF_OIDC_RESOURCE", "https://hub.example:8443")
          .contains("hf upload acme/awesome-model ./checkpoint .")
          .doesNotContain("{audience}", "{resource}", "{hubHost}", "{command}");
      // Only of GitHub does hf fetch a token by itself.
      assertThat(filled(preset, "acme/m").contains("HF_OIDC_ID_TOKEN"))
          .as(preset.id())
          .isEqualTo(!preset.equals(Presets.GITHUB));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "acme/m; hf upload acme/m ./checkpoint .",
        "datasets/acme/d; hf upload acme/d ./data . --repo-type dataset",
        "spaces/acme/s; hf upload acme/s ./app . --repo-type space",
        "kernels/acme/k; git push \"https://hf:$(hf auth token)@hub.example:8443/kernels/acme/k\"",
        "buckets/acme/b; hf sync ./data hf://buckets/acme/b",
        "alice; hf download OWNER/GATED-MODEL"
      })
  void does_what_can_be_done_with_the_resource(String resource, String command) {
    assertThat(filled(Presets.GITHUB, resource))
        .contains("HF_OIDC_RESOURCE: " + resource + "\n")
        .contains("- run: " + command);
  }

  @Test
  void is_a_text_with_placeholders_before() {
    assertThat(Presets.GITLAB.ciSnippet().text())
        .startsWith("publish:\n")
        .contains("aud: {audience}\n")
        .endsWith("- {command}\n");
    assertThat(Presets.GITLAB.ciSnippet().file()).isEqualTo(".gitlab-ci.yml");
  }
}
