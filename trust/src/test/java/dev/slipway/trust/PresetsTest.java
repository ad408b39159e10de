package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Issuer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules D1 and D7, and what each preset says about its tokens. */
class PresetsTest {

  @ParameterizedTest
  @CsvSource({
    "https://token.actions.githubusercontent.com, github",
    "https://token.actions.githubusercontent.com/acme-corp, github",
    "https://token.actions.acme.ghe.com, github",
    "https://token.actions.acme.ghe.com/acme, github",
    "https://token.actions.acme.ghe.com/other, generic",
    "https://token.actions.acme.ghe.com/, generic",
    "https://token.actions.acme.ghe.com/acme/, generic",
    "https://token.actions.acme.ghe.com/acme/acme, generic",
    "https://token.actions.acme.ghe.com/Acme, generic",
    "https://token.actions.evil.test/x.ghe.com/evil.test/x, generic",
    "https://token.actions..ghe.com/, generic",
    "https://gitlab.com, gitlab",
    "https://oidc.circleci.com, circleci",
    "https://oidc.circleci.com/org/0c1d5a3e-0000-4000-8000-000000000000, circleci",
    "https://api.bitbucket.org/2.0/workspaces/acme/pipelines-config/identity/oidc, bitbucket",
    "https://gitlab.acme.example, generic",
    "https://agent.buildkite.com, buildkite",
    "https://agent.buildkite.com.evil.test, generic",
    "https://vstoken.dev.azure.com/0ca3ddd9-f0b0-4635-a98c-5866526961b6, azure-devops",
    "https://vstoken.dev.azure.com/a/b, generic",
    "https://login.microsoftonline.com/0ca3/v2.0, generic",
    "https://accounts.google.com, google",
    "https://accounts.google.com/, generic",
    "https://0a1b-c2.tokens.sts.global.api.aws, aws",
    "https://a.b.tokens.sts.global.api.aws, generic",
    "https://evil.test/x.tokens.sts.global.api.aws, generic",
    "https://oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF, kubernetes",
    "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC/DEF, generic",
    "https://container.googleapis.com/v1/projects/p/locations/l/clusters/c, kubernetes",
    "https://container.googleapis.com/v1/projects/p/locations/l/clusters/, generic",
    "https://westeurope.oic.prod-aks.azure.com/1111/2222/, kubernetes",
    "https://kubernetes.default.svc, generic",
    "https://jenkins.acme.example/oidc, generic",
    "https://app.terraform.io, hcp-terraform",
    "https://codeberg.org/api/actions, forgejo",
    "https://codeberg.org, generic",
    "https://git.acme.example/_services/token, generic",
    "https://token.actions.githubusercontent.com/, generic",
    "https://token.actions.githubusercontent.com/a/b, generic",
    "https://token.actions.githubusercontent.com.evil.test, generic",
    "https://token.actions.githubusercontent.com@evil.test, generic",
    "https://token.actions.githubusercontent.com:443, generic",
    "https://token.actions.githubusercontent.com#x, generic",
    "https://token.actions.githubusercontent.com%2F, generic",
    "HTTPS://token.actions.githubusercontent.com, generic",
    "https://token.actions.ghe.com, generic",
    "https://token.actions.a.b.ghe.com, generic",
    "https://token.actions.evil.test/.ghe.com, generic",
    "https://gitlab.com/, generic",
    "https://gitlab.com.evil.test, generic",
    "http://gitlab.com, generic",
    "https://oidc.circleci.com/org/, generic",
    "https://oidc.circleci.com/org/a/b, generic",
    "https://api.bitbucket.org/2.0/workspaces//pipelines-config/identity/oidc, generic"
  })
  void an_issuer_is_a_providers_own_only_letter_by_letter(String issuer, String preset) {
    assertThat(Presets.of(new Issuer(issuer)).id()).isEqualTo(preset);
  }

  @ParameterizedTest
  @CsvSource({
    "github, true, 1",
    "gitlab, true, 20",
    "circleci, false, 20",
    "bitbucket, false, 20",
    "buildkite, false, 1",
    "azure-devops, true, 1",
    "google, false, 20",
    "aws, true, 20",
    "kubernetes, false, 20",
    "jenkins, false, 20",
    "hcp-terraform, true, 20",
    "forgejo, false, 20",
    "generic, false, 20"
  })
  void each_preset_says_how_its_tokens_may_be_reused(
      String id, boolean tokenIdRequired, int exchanges) {
    var rules = Presets.find(id).orElseThrow().tokens();

    assertThat(rules.tokenIdRequired()).isEqualTo(tokenIdRequired);
    assertThat(rules.exchangesPerToken()).isEqualTo(exchanges);
  }

  @Test
  void keys_are_at_another_host_only_for_the_address_that_is_the_providers_own() {
    var google = Presets.find("google").orElseThrow();

    assertThat(google.keyHosts(new Issuer("https://accounts.google.com")))
        .containsExactly("www.googleapis.com");
    assertThat(google.keyHosts(new Issuer("https://idp.acme.example"))).isEmpty();
    assertThat(Presets.GITHUB.keyHosts(new Issuer("https://token.actions.githubusercontent.com")))
        .isEmpty();
  }

  @Test
  void presets_have_stable_names() {
    assertThat(Presets.all())
        .extracting(ProviderPreset::id)
        .containsExactly(
            "github",
            "gitlab",
            "circleci",
            "bitbucket",
            "buildkite",
            "azure-devops",
            "google",
            "aws",
            "kubernetes",
            "jenkins",
            "hcp-terraform",
            "forgejo",
            "generic");
    assertThat(Presets.find("GitHub")).isEmpty();
  }
}
