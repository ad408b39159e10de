package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.SampleClaims.Raw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules H7 to H9 and H13 for GitLab, CircleCI, Bitbucket and issuers that nobody knows. */
class OtherProvidersTest {

  private static final String PROJECT = "oidc.circleci.com/project-id";

  private static ClaimPolicy policy(ProviderPreset preset, String... claims) {
    Map<String, ClaimValue> values = new LinkedHashMap<>();
    for (int i = 0; i < claims.length; i += 2) {
      values.put(claims[i], new Text(claims[i + 1]));
    }
    return ClaimPolicy.parse(preset, values, Set.of()).orThrow();
  }

  private static ClaimPolicy gitlab(String claim, String value) {
    return policy(Presets.GITLAB, "project_path", "acme/ml/trainer", claim, value);
  }

  private static List<Verdict> failures(ClaimPolicy policy, SampleClaims token) {
    return policy
        .evaluate(new VerifierFixture().genuine(token, policy.preset()))
        .failures()
        .stream()
        .map(ClaimMatch::verdict)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "branch, main",
    "workflow, .gitlab-ci.yml",
    "environment, hub",
    "ref_protected, true"
  })
  void takes_the_claims_of_a_gitlab_branch(String claim, String value) {
    assertThat(failures(gitlab(claim, value), SampleClaims.gitlab())).isEmpty();
  }

  @Test
  void does_not_take_a_gitlab_tag_for_the_branch_of_its_name() {
    var onTag =
        SampleClaims.gitlab()
            .with("ref_type", "tag")
            .with("ref_path", "refs/tags/main")
            .without("ci_config_ref_uri");

    assertThat(failures(gitlab("branch", "main"), onTag))
        .containsExactly(Verdict.DERIVATION_FAILED);
    assertThat(failures(gitlab("tag", "main"), onTag)).isEmpty();
    assertThat(failures(gitlab("tag", "main"), onTag.without("ref_path"))).isEmpty();
    assertThat(failures(gitlab("tag", "main"), onTag.with("ref_path", "refs/heads/main")))
        .containsExactly(Verdict.DERIVATION_FAILED);
    assertThat(failures(gitlab("tag", "main"), SampleClaims.gitlab()))
        .containsExactly(Verdict.DERIVATION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"refs/merge-requests/1/head", "refs/heads/maint", "main", "refs/tags/main"})
  void gives_a_gitlab_branch_only_if_the_full_reference_agrees(String refPath) {
    var token = SampleClaims.gitlab().with("ref_path", refPath);

    assertThat(failures(gitlab("branch", "main"), token))
        .containsExactly(Verdict.DERIVATION_FAILED);
    assertThat(failures(gitlab("branch", "main"), token.without("ref_path")))
        .containsExactly(Verdict.DERIVATION_FAILED);
  }

  static Stream<Arguments> configs() {
    String own = "gitlab.acme.example/acme/ml/trainer//";
    return Stream.of(
        Arguments.of("https://gitlab.acme.example", own + "ci/publish.yml@refs/heads/main"),
        Arguments.of("https://gitlab.acme.example", own + "ci/publish.yml@714a"),
        Arguments.of(
            "https://gitlab.acme.example:8443",
            "gitlab.acme.example:8443/acme/ml/trainer//ci/publish.yml@refs/heads/main"),
        Arguments.of(
            "https://acme.example/gitlab",
            "acme.example/gitlab/acme/ml/trainer//ci/publish.yml@refs/heads/main"));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void reads_the_pipelines_file_of_gitlab(String issuer, String uri) {
    var token = SampleClaims.gitlab().with("iss", issuer).with("ci_config_ref_uri", uri);

    assertThat(failures(gitlab("workflow", "ci/publish.yml"), token)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gitlab.acme.example/acme/ml/other//.gitlab-ci.yml@refs/heads/main",
        "gitlab.acme.example/acme/ml/trainer/x//.gitlab-ci.yml@refs/heads/main",
        "gitlab.evil.test/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main",
        "evil.test/gitlab.acme.example/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main",
        "https://gitlab.acme.example/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main",
        "gitlab.acme.example/acme/ml/trainer//.gitlab-ci.yml@refs/heads/other",
        "gitlab.acme.example/acme/ml/trainer//.gitlab-ci.yml",
        "gitlab.acme.example/acme/ml/trainer//@refs/heads/main",
        "https://config.example/ci.yml",
        ""
      })
  void gives_no_gitlab_file_of_anybody_else(String uri) {
    var token = SampleClaims.gitlab().with("ci_config_ref_uri", uri);

    assertThat(failures(gitlab("workflow", ".gitlab-ci.yml"), token))
        .containsExactly(Verdict.DERIVATION_FAILED);
  }

  @Test
  void reads_a_hostile_gitlab_file_in_no_time() {
    var token =
        SampleClaims.gitlab().with("ci_config_ref_uri", "//" + "a/".repeat(5_000) + "@refs");

    assertThat(failures(gitlab("workflow", ".gitlab-ci.yml"), token))
        .containsExactly(Verdict.DERIVATION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"merge_request_event", "external_pull_request_event"})
  void refuses_gitlab_merge_requests_unless_unlocked(String source) {
    var token = SampleClaims.gitlab().with("pipeline_source", source);
    var claims = Map.<String, ClaimValue>of("project_id", new Text("20"));

    assertThat(failures(gitlab("branch", "main"), token)).containsExactly(Verdict.BLOCKED_TRIGGER);
    assertThat(failures(ClaimPolicy.parse(Presets.GITLAB, claims, Set.of(source)).orThrow(), token))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"push", "web", "schedule", "api", "trigger", "parent_pipeline"})
  void takes_gitlab_pipelines_of_members(String source) {
    assertThat(
            failures(
                gitlab("branch", "main"), SampleClaims.gitlab().with("pipeline_source", source)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "namespace_path, evil",
    "namespace_path, acme/ml/trainer",
    "job_project_id, 21",
    "job_project_path, evil/fork"
  })
  void believes_no_gitlab_token_that_contradicts_itself(String claim, String value) {
    assertThat(failures(gitlab("branch", "main"), SampleClaims.gitlab().with(claim, value)))
        .containsExactly(Verdict.CONFLICT);
  }

  @Test
  void takes_a_gitlab_token_from_before_there_were_job_claims() {
    var token = SampleClaims.gitlab().without("job_project_id").without("job_project_path");

    assertThat(failures(gitlab("branch", "main"), token)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "branch, main",
    "workflow, 5be0",
    "oidc.circleci.com/vcs-origin, github.com/acme/trainer",
    "oidc.circleci.com/org-id, 0c1d"
  })
  void takes_the_claims_of_circleci(String claim, String value) {
    assertThat(
            failures(
                policy(Presets.CIRCLECI, PROJECT, "8f2a", claim, value), SampleClaims.circleci()))
        .isEmpty();
  }

  @Test
  void refuses_a_circleci_job_that_was_rerun_with_ssh() {
    var policy = policy(Presets.CIRCLECI, PROJECT, "8f2a");
    String rerun = "oidc.circleci.com/ssh-rerun";

    assertThat(failures(policy, SampleClaims.circleci().with(rerun, true)))
        .containsExactly(Verdict.BLOCKED_TRIGGER);
    assertThat(failures(policy, SampleClaims.circleci().with(rerun, "true")))
        .containsExactly(Verdict.BLOCKED_TRIGGER);
    assertThat(failures(policy, SampleClaims.circleci().with(rerun, new Raw("null"))))
        .containsExactly(Verdict.BLOCKED_TRIGGER);
    assertThat(failures(policy, SampleClaims.circleci().without(rerun))).isEmpty();
    var unlocked =
        ClaimPolicy.parse(Presets.CIRCLECI, Map.of(PROJECT, new Text("8f2a")), Set.of(rerun))
            .orThrow();
    assertThat(failures(unlocked, SampleClaims.circleci().with(rerun, true))).isEmpty();
  }

  @Test
  void believes_no_circleci_token_of_another_organisation_than_its_issuer() {
    var policy = policy(Presets.CIRCLECI, PROJECT, "8f2a");

    assertThat(failures(policy, SampleClaims.circleci().with("oidc.circleci.com/org-id", "ffff")))
        .containsExactly(Verdict.CONFLICT);
    assertThat(failures(policy, SampleClaims.circleci().with("iss", "https://oidc.circleci.com")))
        .isEmpty();
  }

  @Test
  void a_circleci_tag_is_no_branch() {
    var onTag = SampleClaims.circleci().with("oidc.circleci.com/vcs-ref", "refs/tags/v1");

    assertThat(failures(policy(Presets.CIRCLECI, PROJECT, "8f2a", "branch", "v1"), onTag))
        .containsExactly(Verdict.DERIVATION_FAILED);
    assertThat(failures(policy(Presets.CIRCLECI, PROJECT, "8f2a", "tag", "v1"), onTag)).isEmpty();
  }

  @Test
  void one_context_of_a_circleci_job_is_enough_and_has_to_be_in_the_set() {
    String contexts = "oidc.circleci.com/context-ids";
    var policy = policy(Presets.CIRCLECI, PROJECT, "8f2a", contexts, "b1e4");

    assertThat(failures(policy, SampleClaims.circleci())).isEmpty();
    assertThat(failures(policy, SampleClaims.circleci().with(contexts, List.of("a", "b1e4"))))
        .isEmpty();
    assertThat(failures(policy, SampleClaims.circleci().with(contexts, List.of("a", "b1e"))))
        .containsExactly(Verdict.MISMATCH);
    assertThat(failures(policy, SampleClaims.circleci().with(contexts, List.of())))
        .containsExactly(Verdict.MISMATCH);
    assertThat(failures(policy, SampleClaims.circleci().with(contexts, "b1e4")))
        .containsExactly(Verdict.WRONG_TYPE);
    assertThat(failures(policy, SampleClaims.circleci().without(contexts)))
        .containsExactly(Verdict.MISSING);
  }

  @Test
  void a_set_is_a_set_only_where_the_preset_says_so() {
    var policy = policy(Presets.CIRCLECI, PROJECT, "8f2a", "oidc.circleci.com/job-id", "b1e4");
    var token = SampleClaims.circleci().with("oidc.circleci.com/job-id", List.of("b1e4"));

    assertThat(failures(policy, token)).containsExactly(Verdict.WRONG_TYPE);
  }

  @Test
  void takes_the_claims_of_bitbucket() {
    var policy =
        policy(
            Presets.BITBUCKET,
            "repositoryUuid",
            "a11c",
            "branch",
            "main",
            "deploymentEnvironmentUuid",
            "{e7d0}");

    assertThat(failures(policy, SampleClaims.bitbucket())).isEmpty();
    assertThat(failures(policy, SampleClaims.bitbucket().without("branchName")))
        .containsExactly(Verdict.DERIVATION_FAILED);
    assertThat(failures(policy, SampleClaims.bitbucket().with("repositoryUuid", "a11c")))
        .containsExactly(Verdict.MISMATCH);
  }

  @Test
  void derives_nothing_for_an_issuer_that_nobody_knows() {
    var policy = policy(Presets.GENERIC, "sub", "robot-7", "branch", "main");

    assertThat(failures(policy, SampleClaims.generic().with("ref", "refs/heads/main")))
        .containsExactly(Verdict.MISSING);
    assertThat(failures(policy, SampleClaims.generic().with("branch", "main"))).isEmpty();
  }

  @Test
  void matches_booleans_and_numbers_of_an_issuer_that_nobody_knows() {
    var claims = new LinkedHashMap<String, ClaimValue>();
    claims.put("pipeline_id", new ClaimValue.Whole(185));
    claims.put("email_verified", new Flag(true));
    var policy = ClaimPolicy.parse(Presets.GENERIC, claims, Set.of()).orThrow();

    assertThat(
            failures(
                policy,
                SampleClaims.generic().with("pipeline_id", 185).with("email_verified", true)))
        .isEmpty();
  }
}
