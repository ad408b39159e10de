package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule H7 for names: no way of writing a claim gets around what its preset says of it. */
class ClaimSpellingTest {

  private static ClaimPolicy policy(ProviderPreset preset, String... namesAndValues) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put(namesAndValues[i], new Text(namesAndValues[i + 1]));
    }
    return ClaimPolicy.parse(preset, claims, Set.of()).orThrow();
  }

  private static String problem(ProviderPreset preset, Map<String, ClaimValue> claims) {
    return ClaimPolicy.parse(preset, claims, Set.of()) instanceof Malformed<ClaimPolicy>(var why)
        ? why
        : "";
  }

  @ParameterizedTest
  @CsvSource({"/branch/x", "/tag/0", "/workflow/~1", "/branch/"})
  void refuses_to_look_inside_a_derived_claim(String pointer) {
    var claims = Map.of("repository", new Text("acme/train"), pointer, (ClaimValue) new Text("x"));

    assertThat(problem(Presets.GITHUB, claims)).contains("is computed for GitHub Actions");
  }

  @Test
  void refuses_one_claim_under_two_names() {
    Map<String, ClaimValue> claims =
        Map.of("repository", new Text("acme/train"), "/repository", new Text("acme/other"));

    assertThat(problem(Presets.GITHUB, claims)).isEqualTo("claim repository is asked for twice");
  }

  @Test
  void a_pointer_to_a_derived_claim_does_not_reach_the_raw_one() {
    // The raw "workflow" is a display name, which anyone may choose.
    var token = SampleClaims.github().with("workflow", "publish.yml");
    token.with("workflow_ref", "acme/train/.github/workflows/evil.yml@refs/heads/main");
    var policy = policy(Presets.GITHUB, "repository", "acme/train", "/workflow", "publish.yml");

    var report = policy.explain(token.unverified());

    assertThat(report.matches().get(1).claim()).isEqualTo("workflow");
    assertThat(report.matches().get(1).verdict()).isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({"/branch", "/tag"})
  void a_raw_claim_of_that_name_is_never_looked_at(String pointer) {
    var token = SampleClaims.github().with("ref", "refs/pull/7/merge");
    token.with(pointer.substring(1), "main");
    token.with("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/pull/7/merge");
    var policy = policy(Presets.GITHUB, "repository", "acme/train", pointer, "main");

    assertThat(policy.explain(token.unverified()).accepted()).isFalse();
  }

  @Test
  void a_pointer_of_one_segment_folds_case_and_anchors_as_the_member_does() {
    var policy = policy(Presets.GITHUB, "/repository", "Acme/Train");

    var report = policy.explain(SampleClaims.github().unverified());

    assertThat(report.accepted()).isTrue();
    assertThat(report.anchored()).isTrue();
    assertThat(policy.claims()).containsOnlyKeys(new ClaimName("repository"));
  }

  @Test
  void a_pointer_to_a_claim_with_a_slash_in_its_name_is_that_claim() {
    var policy = policy(Presets.CIRCLECI, "/oidc.circleci.com~1project-id", "8f2a");

    assertThat(policy.claims()).containsOnlyKeys(new ClaimName("oidc.circleci.com/project-id"));
    assertThat(policy.explain(SampleClaims.circleci().unverified()).accepted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "github, repository_id, GitHub Actions",
    "github, repository_owner_id, GitHub Actions",
    "github, ref_protected, GitHub Actions",
    "gitlab, project_id, GitLab CI",
    "gitlab, namespace_id, GitLab CI",
    "circleci, oidc.circleci.com/project-id, CircleCI",
    "bitbucket, repositoryUuid, Bitbucket Pipelines"
  })
  void refuses_a_number_or_boolean_where_the_provider_writes_a_string(
      String preset, String claim, String label) {
    var rules = Presets.find(preset).orElseThrow();
    String sentence = label + " writes the claim " + claim + " as a string";

    assertThat(problem(rules, Map.of(claim, new Whole(1)))).startsWith(sentence);
    assertThat(problem(rules, Map.of(claim, new Flag(true)))).startsWith(sentence);
  }

  @Test
  void takes_a_number_and_a_boolean_where_the_provider_writes_them() {
    var gitlab = Map.of("project_id", new Text("20"), "runner_id", (ClaimValue) new Whole(1));
    var circle =
        Map.of(
            "oidc.circleci.com/project-id",
            new Text("8f2a"),
            "oidc.circleci.com/ssh-rerun",
            (ClaimValue) new Flag(false));

    assertThat(problem(Presets.GITLAB, gitlab)).isEmpty();
    assertThat(problem(Presets.CIRCLECI, circle)).isEmpty();
  }
}
