package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.ClaimPolicy.Weakness;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.Strength.Fact;
import dev.slipway.trust.Strength.Fix;
import dev.slipway.trust.Strength.Grade;
import dev.slipway.trust.Strength.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules H16 and R7: who could publish, said in a sentence, and what to save instead. */
class StrengthTest {

  private static ClaimPolicy policy(String preset, Set<String> unlocked, String... claims) {
    Map<String, ClaimValue> values = new LinkedHashMap<>();
    for (int i = 0; i < claims.length; i += 2) {
      values.put(claims[i], new Text(claims[i + 1]));
    }
    return ClaimPolicy.parse(Presets.find(preset).orElseThrow(), values, unlocked).orThrow();
  }

  private static ClaimPolicy policy(String preset, String... claims) {
    return policy(preset, Set.of(), claims);
  }

  private static ClaimPolicy fixed(ClaimPolicy weak) {
    Fix fix = weak.strength().suggestion().orElseThrow();
    assertThat(fix.ask()).isEmpty();
    return ClaimPolicy.parse(weak.preset(), fix.claims(), fix.unlockedTriggers()).orThrow();
  }

  private static List<String> sentences(ClaimPolicy policy) {
    return policy.strength().reasons().stream().map(Reason::sentence).toList();
  }

  /** A workflow file alone: whoever pushes a side branch edits it there and dispatches it. */
  @Test
  void a_workflow_file_alone_is_weak_and_strong_after_the_fix() {
    var weak = policy("github", "repository", "citry-dev/citry", "workflow", "release.yml");

    assertThat(weak.strength().grade()).isEqualTo(Grade.WEAK);
    assertThat(sentences(weak))
        .containsExactly(
            "Anyone who can push a branch to citry-dev/citry can change the pipeline there and"
                + " publish here.");
    assertThat(fixed(weak).strength().grade()).isEqualTo(Grade.STRONG);
    assertThat(fixed(weak).claims())
        .containsEntry(new ClaimName("branch"), new Text("main"))
        .containsEntry(new ClaimName("workflow"), new Text("release.yml"));
  }

  @Test
  void a_repository_alone_is_weak_and_strong_after_the_fix() {
    var weak = policy("github", "repository", "pathosDev/actor-ts");

    assertThat(weak.weaknesses()).containsExactly(Weakness.NO_BOUNDARY);
    assertThat(sentences(weak))
        .containsExactly("Anyone who can push a branch to pathosDev/actor-ts can publish here.");
    assertThat(fixed(weak).strength().grade()).isEqualTo(Grade.STRONG);
  }

  /** What the fix is for: the attacker's token is let in before and refused after. */
  @Test
  void the_fix_keeps_a_side_branch_out() {
    var weak = policy("github", "repository", "acme/train", "workflow", "publish.yml");
    var attack =
        SampleClaims.github()
            .with("event_name", "workflow_dispatch")
            .with("ref", "refs/heads/evil")
            .with("ref_protected", "false")
            .with("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/evil");

    assertThat(weak.explain(attack.unverified()).accepted()).isTrue();
    assertThat(fixed(weak).explain(attack.unverified()).accepted()).isFalse();
    assertThat(fixed(weak).explain(SampleClaims.github().unverified()).accepted()).isTrue();
  }

  @Test
  void an_unlocked_event_of_strangers_is_weak_until_it_is_locked_again() {
    var weak =
        policy(
            "github",
            Set.of("pull_request_target", "issue_comment"),
            "repository",
            "acme/train",
            "branch",
            "main");

    assertThat(weak.weaknesses()).containsExactly(Weakness.UNTRUSTED_TRIGGER);
    assertThat(sentences(weak))
        .containsExactly(
            "Jobs that are started by issue_comment or pull_request_target are let in, and people"
                + " who cannot write to acme/train can start such jobs.");
    assertThat(fixed(weak).unlockedTriggers()).isEmpty();
    assertThat(fixed(weak).strength().grade()).isEqualTo(Grade.STRONG);
  }

  @Test
  void several_reasons_are_mended_at_once() {
    var weak = policy("gitlab", Set.of("merge_request_event"), "project_path", "acme/ml/trainer");

    assertThat(weak.weaknesses()).containsExactly(Weakness.UNTRUSTED_TRIGGER, Weakness.NO_BOUNDARY);
    assertThat(fixed(weak).strength().grade()).isEqualTo(Grade.STRONG);
    assertThat(fixed(weak).claims())
        .containsEntry(new ClaimName("branch"), new Text("main"))
        .containsEntry(new ClaimName("ref_protected"), new Text("true"));
  }

  @Test
  void says_what_only_the_maintainer_can_fill_in() {
    String project = "oidc.circleci.com/project-id";
    Fix fix = policy("circleci", project, "8f2a").strength().suggestion().orElseThrow();

    assertThat(fix.claims()).containsEntry("branch", new Text("main")).containsKey(project);
    assertThat(fix.ask()).containsExactly("oidc.circleci.com/vcs-origin");
    assertThat(policy("generic", "pipeline", "x").strength().suggestion().orElseThrow().ask())
        .containsExactly("branch", "environment", "ref", "sub", "tag");
  }

  @Test
  void does_not_know_a_name_behind_an_id() {
    assertThat(sentences(policy("github", "repository_id", "456789")))
        .containsExactly("Anyone who can push a branch to that repository can publish here.");
    assertThat(sentences(policy("buildkite", "pipeline_id", "0185", "cluster_id", "0190")))
        .isEmpty();
    assertThat(
            sentences(policy("buildkite", "organization_slug", "acme", "pipeline_slug", "trainer")))
        .containsExactly(
            "Anyone who can push a branch to acme/trainer can publish here.",
            "Builds of forks can pass for those of the repository itself.");
  }

  @Test
  void tells_the_facts() {
    var all =
        policy(
            "github",
            "repository",
            "acme/train",
            "repository_id",
            "456789",
            "workflow",
            "publish.yml",
            "branch",
            "main",
            "runner_environment",
            "github-hosted");

    assertThat(Strength.of(all, Set.of(new ClaimName("repository_owner_id"))).facts())
        .containsExactlyInAnyOrder(Fact.values());
    assertThat(Strength.of(all, Set.of(new ClaimName("repository_owner_id"))).notes()).isEmpty();
    assertThat(all.strength().facts()).doesNotContain(Fact.IDS_PINNED);
    assertThat(policy("github", "repository", "acme/train").strength().facts())
        .containsExactly(Fact.TRIGGERS_TRUSTED);
  }

  @Test
  void notes_what_would_be_better_still() {
    var strong = policy("github", "repository", "acme/train", "branch", "main").strength();

    assertThat(strong.grade()).isEqualTo(Grade.STRONG);
    assertThat(strong.suggestion()).isEmpty();
    assertThat(strong.notes())
        .containsExactly(
            "Every pipeline of acme/train that runs there can publish here.",
            "Jobs on runners of anybody's own can publish here.",
            "The ids behind the names are kept from the first exchange on.");
  }

  @ParameterizedTest
  @CsvSource({
    "google, sub, 104857",
    "aws, sub, arn:aws:iam::123456789012:role/X",
    "kubernetes, sub, system:serviceaccount:train:publisher",
    "jenkins, sub, https://jenkins.acme.example/job/x/",
    "hcp-terraform, terraform_workspace_id, ws-1",
    "generic, sub, robot-7"
  })
  void an_identity_that_is_no_repository_needs_no_branch(
      String preset, String claim, String value) {
    assertThat(policy(preset, claim, value).strength().grade()).isEqualTo(Grade.STRONG);
  }

  @Test
  void every_proposal_makes_its_preset_strong_but_for_what_it_asks() {
    for (ProviderPreset preset : Presets.all()) {
      Map<String, ClaimValue> claims =
          new LinkedHashMap<>(Vector.of(preset.id(), "valid").getFirst().publisher());
      preset.matching().boundaries().places().forEach(claims::remove);
      if (ClaimPolicy.parse(preset, claims, Set.of())
          instanceof dev.slipway.names.Parsed.Value<ClaimPolicy>(var bare)) {
        Fix fix = bare.strength().suggestion().orElseThrow();
        var mended = ClaimPolicy.parse(preset, fix.claims(), fix.unlockedTriggers()).orThrow();
        assertThat(mended.strength().grade())
            .as(preset.id())
            .isEqualTo(fix.ask().isEmpty() ? Grade.STRONG : Grade.WEAK);
      }
    }
  }
}
