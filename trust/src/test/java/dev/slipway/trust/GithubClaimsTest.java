package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimValue.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules H7 to H9, H13, H15 and H17 for GitHub Actions. */
class GithubClaimsTest {

  private static ClaimPolicy policy(String... claims) {
    return policy(Set.of(), claims);
  }

  private static ClaimPolicy policy(Set<String> unlocked, String... claims) {
    Map<String, ClaimValue> values = new LinkedHashMap<>();
    values.put("repository", new Text("acme/train"));
    for (int i = 0; i < claims.length; i += 2) {
      values.put(claims[i], new Text(claims[i + 1]));
    }
    return ClaimPolicy.parse(Presets.GITHUB, values, unlocked).orThrow();
  }

  private static List<ClaimMatch> failures(ClaimPolicy policy, SampleClaims token) {
    return policy.evaluate(new VerifierFixture().genuine(token, Presets.GITHUB)).failures();
  }

  private static Verdict only(ClaimPolicy policy, SampleClaims token) {
    List<ClaimMatch> failures = failures(policy, token);
    assertThat(failures).hasSize(1);
    return failures.getFirst().verdict();
  }

  @Test
  void accepts_the_example_of_the_documentation() {
    var policy = policy("branch", "main", "workflow", "publish.yml", "environment", "Release");

    assertThat(failures(policy, SampleClaims.github())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme/train/.github/workflows/publish.yml@refs/heads/main, refs/heads/main, publish.yml",
    "Acme/TRAIN/.github/workflows/publish.yml@refs/heads/main, refs/heads/main, publish.yml",
    "acme/train/.github/workflows/publish.yaml@refs/tags/v1, refs/tags/v1, publish.yaml",
    "acme/train/.github/workflows/publish.yml@0f3b9c, '', publish.yml",
    "acme/train/.github/workflows/publish.yml@0f3b9c, refs/heads/main, publish.yml",
    "acme/train/.github/workflows/a@b.yml@refs/heads/main, refs/heads/main, a@b.yml",
    "acme/train/.github/workflows/a.yml@x.yml@refs/heads/a@b.yml, refs/heads/a@b.yml, a.yml@x.yml"
  })
  void reads_the_workflow_file(String workflowRef, String ref, String file) {
    var token = SampleClaims.github().with("workflow_ref", workflowRef).with("ref", ref);

    assertThat(failures(policy("workflow", file), token)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "acme/train/.github/workflows/publish.yml@refs/heads/other",
    "acme/train/.github/workflows/publish.yml",
    "acme/train/.github/workflows/publish.yml@",
    "acme/train/.github/workflows/sub/publish.yml@refs/heads/main",
    "acme/train/.github/workflows/publish.txt@refs/heads/main",
    "acme/train/.github/workflows/@refs/heads/main",
    "acme/train/.github/workflows/publish.yml@refs/heads/main/x",
    "acme/train/.GitHub/workflows/publish.yml@refs/heads/main",
    "acme/train/x/.github/workflows/publish.yml@refs/heads/main",
    "acme/train/publish.yml@refs/heads/main",
    "acme/train/",
    "acme/train/.github/workflows/evil.yml@refs/heads/x/.github/workflows/publish.yml@refs"
  })
  void gives_no_workflow_where_anything_is_odd(String workflowRef) {
    var token = SampleClaims.github().with("workflow_ref", workflowRef);

    assertThat(only(policy("workflow", "publish.yml"), token)).isEqualTo(Verdict.DERIVATION_FAILED);
  }

  @Test
  void does_not_take_the_display_name_for_the_file() {
    var token =
        SampleClaims.github()
            .with("workflow", "publish.yml")
            .with("workflow_ref", "acme/train/.github/workflows/evil.yml@refs/heads/main");

    assertThat(only(policy("workflow", "publish.yml"), token)).isEqualTo(Verdict.MISMATCH);
    assertThat(only(policy("workflow", "publish.yml"), token.without("workflow_ref")))
        .isEqualTo(Verdict.DERIVATION_FAILED);
  }

  @Test
  void is_not_fooled_by_a_branch_that_looks_like_a_workflow() {
    String branch = "refs/heads/x/.github/workflows/publish.yml@refs";
    var token =
        SampleClaims.github()
            .with("ref", branch)
            .with("workflow_ref", "acme/train/.github/workflows/evil.yml@" + branch);

    assertThat(only(policy("workflow", "publish.yml"), token)).isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "refs/pull/7/merge",
    "refs/tags/main",
    "refs/heads/",
    "main",
    "''",
    "refs/merge-requests/1/head",
    "Refs/heads/main",
    "xrefs/heads/main"
  })
  void gives_a_branch_only_from_a_branch(String ref) {
    var token = SampleClaims.github().with("ref", ref).with("ref_type", "branch");

    assertThat(only(policy("branch", "main"), token)).isEqualTo(Verdict.DERIVATION_FAILED);
  }

  @Test
  void gives_a_tag_only_from_a_tag() {
    var onTag = SampleClaims.github().with("ref", "refs/tags/v1").without("workflow_ref");
    var onBranch = SampleClaims.github().with("ref", "refs/heads/v1").without("workflow_ref");
    var onTagOfABranchName =
        SampleClaims.github().with("ref", "refs/tags/heads/main").without("workflow_ref");

    assertThat(failures(policy("tag", "v1"), onTag)).isEmpty();
    assertThat(only(policy("tag", "v1"), onBranch)).isEqualTo(Verdict.DERIVATION_FAILED);
    assertThat(only(policy("branch", "main"), onTagOfABranchName))
        .isEqualTo(Verdict.DERIVATION_FAILED);
  }

  @Test
  void a_raw_claim_called_branch_counts_for_nothing() {
    var token = SampleClaims.github().with("ref", "refs/pull/7/merge").with("branch", "main");

    assertThat(only(policy("branch", "main"), token)).isEqualTo(Verdict.DERIVATION_FAILED);
  }

  @Test
  void the_head_of_a_pull_request_is_no_branch() {
    var token =
        SampleClaims.github()
            .with("event_name", "workflow_run")
            .with("head_ref", "main")
            .without("ref")
            .without("workflow_ref");

    assertThat(failures(policy(Set.of("workflow_run"), "branch", "main"), token))
        .extracting(ClaimMatch::verdict)
        .containsExactly(Verdict.DERIVATION_FAILED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pull_request",
        "pull_request_target",
        "pull_request_review",
        "pull_request_review_comment",
        "workflow_run",
        "issue_comment",
        "issues",
        "discussion",
        "discussion_comment",
        "fork",
        "watch"
      })
  void refuses_what_outsiders_can_trigger_unless_unlocked(String event) {
    var token = SampleClaims.github().with("event_name", event);

    assertThat(only(policy("branch", "main", "workflow", "publish.yml"), token))
        .isEqualTo(Verdict.BLOCKED_TRIGGER);
    assertThat(failures(policy(Set.of(event), "branch", "main"), token)).isEmpty();
    String another = event.equals("fork") ? "watch" : "fork";
    assertThat(only(policy(Set.of(another), "branch", "main"), token))
        .isEqualTo(Verdict.BLOCKED_TRIGGER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "push",
        "workflow_dispatch",
        "schedule",
        "release",
        "deployment",
        "repository_dispatch",
        "create",
        "label",
        "merge_group",
        "workflow_call",
        "registry_package"
      })
  void takes_what_only_members_can_trigger(String event) {
    assertThat(failures(policy(), SampleClaims.github().with("event_name", event))).isEmpty();
  }

  @Test
  void an_event_that_is_no_name_is_refused() {
    assertThat(only(policy(), SampleClaims.github().with("event_name", List.of("push"))))
        .isEqualTo(Verdict.BLOCKED_TRIGGER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"discussion\nwatch", "discussion x", "Discussion", "discussion*", ""})
  void only_what_may_be_the_name_of_an_event_can_be_unlocked(String name) {
    Map<String, ClaimValue> claims = Map.of("repository", new Text("acme/train"));

    assertThat(ClaimPolicy.parse(Presets.GITHUB, claims, Set.of(name)))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void only_a_refused_event_can_be_unlocked() {
    Map<String, ClaimValue> claims = Map.of("repository", new Text("acme/train"));

    assertThat(ClaimPolicy.parse(Presets.GITHUB, claims, Set.of("push")))
        .isInstanceOf(Malformed.class);
    assertThat(ClaimPolicy.parse(Presets.GENERIC, Map.of("sub", new Text("x")), Set.of("fork")))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "repository_owner, evil",
    "repository_owner, acm",
    "workflow_ref, acme/train-evil/.github/workflows/publish.yml@refs/heads/main",
    "workflow_ref, evil/train/.github/workflows/publish.yml@refs/heads/main",
    "workflow_ref, acme/trai/.github/workflows/publish.yml@refs/heads/main",
    "sub, repo:acme@999/train@456789:ref:refs/heads/main",
    "sub, repo:acme@123456/train@999:ref:refs/heads/main",
    "sub, repo:acme@123456/train@"
  })
  void believes_no_token_that_contradicts_itself(String claim, String value) {
    assertThat(only(policy(), SampleClaims.github().with(claim, value)))
        .isEqualTo(Verdict.CONFLICT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repo:acme/train:ref:refs/heads/main",
        "repo:acme/train:environment:a@b",
        "repo:acme@123456/train@456789",
        "repo:acme@123456/train@456789:ref:refs/heads/x@9/y@8",
        "repository_id:456789",
        "octocat"
      })
  void takes_every_shape_of_subject(String subject) {
    assertThat(failures(policy(), SampleClaims.github().with("sub", subject))).isEmpty();
  }

  @Test
  void a_longer_name_is_another_repository() {
    var token =
        SampleClaims.github()
            .with("repository", "acme/train-evil")
            .with("workflow_ref", "acme/train-evil/.github/workflows/publish.yml@refs/heads/main");

    assertThat(only(policy("workflow", "publish.yml"), token)).isEqualTo(Verdict.MISMATCH);
  }

  @Test
  void takes_repository_and_environment_in_any_ascii_case() {
    var token = SampleClaims.github().with("environment", "RELEASE");

    assertThat(failures(policy("environment", "release"), token)).isEmpty();
  }
}
