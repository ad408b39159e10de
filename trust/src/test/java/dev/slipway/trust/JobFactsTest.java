package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.JobFacts.Identity;
import dev.slipway.trust.ProviderPreset.Row;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a job: nothing about people (rule L4), and no link that leads elsewhere. */
class JobFactsTest {

  private static JobFacts facts(ProviderPreset preset, SampleClaims claims) {
    return preset.describe(new VerifierFixture().genuine(claims, preset));
  }

  @Test
  void keeps_the_claims_of_the_list_and_derived_ones() {
    var facts =
        facts(Presets.GITHUB, SampleClaims.github().with("secret_sauce", "x").with("head_ref", ""));

    assertThat(facts.snapshot())
        .containsEntry(new ClaimName("repository"), new Text("acme/train"))
        .containsEntry(new ClaimName("workflow"), new Text("publish.yml"))
        .containsEntry(new ClaimName("branch"), new Text("main"))
        .doesNotContainKeys(new ClaimName("secret_sauce"), new ClaimName("tag"));
  }

  @Test
  void keeps_no_address_of_a_person() {
    var token =
        SampleClaims.gitlab()
            .with("user_identities", List.of(Map.of("extern_uid", "ceo@acme.example")))
            .with("groups_direct", List.of("acme/ceo@acme.example"))
            .with("user_login", "ci-bot");

    var facts = facts(Presets.GITLAB, token);

    assertThat(facts.toString()).doesNotContain("@acme.example");
    assertThat(facts.snapshot())
        .containsEntry(new ClaimName("user_login"), new Text("ci-bot"))
        .containsEntry(new ClaimName("runner_id"), new Whole(1));
  }

  @Test
  void keeps_a_set_as_one_text_and_nothing_else_that_is_not_plain() {
    String contexts = "oidc.circleci.com/context-ids";
    var two = SampleClaims.circleci().with(contexts, List.of("b1e4", "77aa"));
    var odd = SampleClaims.circleci().with(contexts, List.of("b1e4", List.of("x")));

    assertThat(facts(Presets.CIRCLECI, two).snapshot())
        .containsEntry(new ClaimName(contexts), new Text("b1e4,77aa"));
    assertThat(facts(Presets.CIRCLECI, odd).snapshot()).doesNotContainKey(new ClaimName(contexts));
  }

  @Test
  void tells_a_rename_from_a_takeover() {
    assertThat(facts(Presets.GITHUB, SampleClaims.github()).identities())
        .containsExactly(
            new Identity(
                new ClaimName("repository_id"),
                "456789",
                Optional.of(new ClaimName("repository")),
                Optional.of("acme/train")),
            new Identity(
                new ClaimName("repository_owner_id"),
                "123456",
                Optional.of(new ClaimName("repository_owner")),
                Optional.of("acme")));
    assertThat(facts(Presets.BITBUCKET, SampleClaims.bitbucket()).identities())
        .extracting(Identity::id, Identity::name)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("{a11c}", Optional.empty()),
            org.assertj.core.api.Assertions.tuple("{99ab}", Optional.empty()));
  }

  @Test
  void a_token_without_ids_pins_nothing() {
    var token = SampleClaims.github().without("repository_id").without("repository_owner_id");

    assertThat(facts(Presets.GITHUB, token).identities()).isEmpty();
  }

  @Test
  void speaks_of_every_provider_in_the_same_words() {
    assertThat(facts(Presets.GITHUB, SampleClaims.github()).rows())
        .containsEntry(Row.COMMIT, "0f3b9c")
        .containsEntry(Row.TRIGGER, "push")
        .containsEntry(Row.REPOSITORY, "acme/train");
    assertThat(facts(Presets.GITLAB, SampleClaims.gitlab()).rows())
        .containsEntry(Row.COMMIT, "714a")
        .containsEntry(Row.TRIGGER, "push")
        .containsEntry(Row.REPOSITORY, "acme/ml/trainer");
    assertThat(Presets.GITHUB.sourceCommit()).contains(new ClaimName("sha"));
    assertThat(Presets.GITHUB.trigger()).contains(new ClaimName("event_name"));
    assertThat(Presets.GITHUB.runner()).contains(new ClaimName("runner_environment"));
  }

  @Test
  void links_to_the_run_the_commit_and_the_repository() {
    var facts = facts(Presets.GITHUB, SampleClaims.github().with("run_attempt", "2"));

    assertThat(facts.runUrl())
        .contains(URI.create("https://github.com/acme/train/actions/runs/9152/attempts/2"));
    assertThat(facts.commitUrl())
        .contains(URI.create("https://github.com/acme/train/commit/0f3b9c"));
    assertThat(facts.repositoryUrl()).contains(URI.create("https://github.com/acme/train"));
  }

  @Test
  void has_no_link_where_a_claim_is_missing_or_the_address_is_nobodys() {
    var token = SampleClaims.github().with("run_attempt", "2");

    assertThat(facts(Presets.GITHUB, token.without("sha")).commitUrl()).isEmpty();
    assertThat(facts(Presets.GITHUB, token.without("run_id")).runUrl()).isEmpty();
    assertThat(facts(Presets.GITHUB, token.with("iss", "https://idp.acme.example")).links())
        .isEmpty();
    assertThat(facts(Presets.GENERIC, SampleClaims.generic()).links()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../../evil",
        "acme/../evil",
        "acme/./train",
        "/evil.test",
        "//evil.test/x",
        "acme//train",
        "acme/"
      })
  void a_name_that_leads_elsewhere_gives_no_link(String repository) {
    var token = SampleClaims.github().with("repository", repository).with("run_attempt", "1");

    assertThat(facts(Presets.GITHUB, token).links()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "@evil.test/x, /%40evil.test/x",
    "a b/c?d#e, /a%20b/c%3Fd%23e",
    "acme\\evil/x, /acme%5Cevil/x",
    "acme/\u00e9, /acme/%C3%A9",
    "javascript:alert(1)/x, /javascript%3Aalert%281%29/x",
    "a%2e%2e/x, /a%252e%252e/x"
  })
  void what_is_in_a_claim_stays_in_the_path(String repository, String path) {
    URI uri =
        facts(Presets.GITHUB, SampleClaims.github().with("repository", repository))
            .repositoryUrl()
            .orElseThrow();

    assertThat(uri.getScheme()).isEqualTo("https");
    assertThat(uri.getRawAuthority()).isEqualTo("github.com");
    assertThat(uri.getRawPath()).isEqualTo(path);
  }

  @Test
  void a_claim_never_chooses_the_host() {
    var token =
        SampleClaims.generic()
            .with("iss", "https://vstoken.dev.azure.com/0ca3")
            .with("sub", "p://acme/ml/trainer")
            .with("jti", "1")
            .with("exp", SampleClaims.ISSUED + 600)
            .with("rpo_uri", "https://dev.azure.com.evil.test/acme")
            .with("prj_id", "271e")
            .with("run_id", "9001&x=//evil.test");

    var facts = facts(Presets.find("azure-devops").orElseThrow(), token);

    assertThat(facts.repositoryUrl()).isEmpty();
    assertThat(facts.runUrl())
        .contains(
            URI.create(
                "https://dev.azure.com/acme/271e/_build/results"
                    + "?buildId=9001%26x%3D%2F%2Fevil.test"));
  }

  @Test
  void a_private_instance_may_be_without_tls() {
    var token =
        SampleClaims.gitlab().with("iss", "http://gitlab.internal:8080").with("job_id", "302");
    var facts = JobFacts.of(Presets.GITLAB, token.unverified().issuer(), token.set());

    assertThat(facts.runUrl())
        .contains(URI.create("http://gitlab.internal:8080/acme/ml/trainer/-/jobs/302"));
  }

  @Test
  void no_preset_stores_what_it_calls_private() {
    for (ProviderPreset preset : Presets.all()) {
      assertThat(preset.snapshot())
          .as(preset.id())
          .isNotEmpty()
          .noneMatch(name -> preset.privateClaims().contains(name.segments().getFirst()))
          .noneMatch(name -> name.text().contains("email"));
    }
  }
}
