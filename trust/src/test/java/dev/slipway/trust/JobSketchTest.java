package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.JobSketch.Anchor;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is kept of a job, and that nothing about people is. */
class JobSketchTest {

  private static JobSketch sketch(ProviderPreset preset, SampleClaims claims) {
    return JobSketch.of(preset, new SignedToken(claims.unverified()));
  }

  @Test
  void a_github_job_is_known_by_its_repository() {
    JobSketch sketch = sketch(Presets.GITHUB, SampleClaims.github().with("actor", "octocat"));

    assertThat(sketch.anchor()).contains(new Anchor("repository", "acme/train"));
    assertThat(sketch.claims())
        .containsEntry("branch", new Text("main"))
        .containsEntry("workflow", new Text("publish.yml"))
        .containsEntry("run_id", new Text("9152"))
        .doesNotContainKeys("actor", "sub", "jti");
    assertThat(sketch.tight().keySet())
        .containsExactly(
            "repository",
            "repository_id",
            "repository_owner_id",
            "workflow",
            "environment",
            "branch");
  }

  @Test
  void what_is_tight_for_a_release_is_good_for_the_next_one_too() {
    JobSketch sketch =
        sketch(
            Presets.GITHUB,
            SampleClaims.github()
                .with("ref", "refs/tags/v1")
                .with("ref_type", "tag")
                .with("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/tags/v1"));

    assertThat(sketch.tight())
        .containsEntry("ref_type", new Text("tag"))
        .doesNotContainKeys("tag", "branch");
  }

  @Test
  void a_gitlab_job_leaves_its_people_behind() {
    JobSketch sketch =
        sketch(
            Presets.GITLAB,
            SampleClaims.gitlab()
                .with("user_login", "jane")
                .with("environment", "jane@acme.example"));

    assertThat(sketch.anchor()).contains(new Anchor("project_path", "acme/ml/trainer"));
    assertThat(sketch.claims().toString()).doesNotContain("jane", "ci@acme");
    assertThat(sketch.tight()).doesNotContainKey("environment");
  }

  @Test
  void others_are_known_by_their_subject_unless_that_is_a_person() {
    SampleClaims claims = SampleClaims.github().with("iss", "https://ci.example");

    assertThat(sketch(Presets.GENERIC, claims.with("sub", "job-7")).anchor())
        .contains(new Anchor("sub", "job-7"));
    JobSketch person = sketch(Presets.GENERIC, claims.with("sub", "jane@acme.example"));
    assertThat(person.anchor()).isEmpty();
    assertThat(person.tight()).isEmpty();
  }

  @Test
  void what_cannot_be_shown_is_not_kept() {
    JobSketch sketch =
        sketch(
            Presets.GITHUB,
            SampleClaims.github()
                .with("environment", "a\u202eb")
                .with("sha", "s".repeat(513))
                .with("repository", 7));

    assertThat(sketch.claims()).doesNotContainKeys("environment", "sha");
    assertThat(sketch.anchor()).contains(new Anchor("repository", "7"));
  }

  @TestFactory
  Stream<DynamicTest> the_jobs_of_every_preset_are_known_and_can_be_let_in() {
    return Presets.all().stream()
        .map(preset -> DynamicTest.dynamicTest(preset.id(), () -> check(preset)));
  }

  private static void check(ProviderPreset preset) {
    for (Vector vector : Vector.of(preset.id(), "valid")) {
      if (!(UnverifiedToken.read(SigningKey.RSA.sign(vector.json()))
          instanceof UnverifiedToken.Reading.Readable(UnverifiedToken token))) {
        throw new AssertionError(vector.sentence());
      }
      JobSketch sketch = JobSketch.of(preset, new SignedToken(token));

      assertThat(sketch.anchor()).as(vector.sentence()).isPresent();
      assertThat(ClaimPolicy.parse(preset, sketch.tight(), Set.of()))
          .as(vector.sentence())
          .isInstanceOf(Parsed.Value.class);
      assertThat(ClaimPolicy.ofNobody(preset).preset()).isEqualTo(preset);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sub, repo:acme@1/train@2:ref:refs/heads/main, false",
    "ci_config_ref_uri, gitlab.com/a/b//.gitlab-ci.yml@refs/heads/main, false",
    "name, anything, true",
    "preferred_username, jane, true",
    "user_login, jane, true",
    "team, jane@acme.example, true",
    "team, 'Jane <jane@acme.example>', true",
    "team, 'a@b.example, c@d.example', true",
    "tag, trainer@1.2.3, false",
    "team, @acme, false",
    "team, '', false"
  })
  void people_are_told_from_places(String name, String value, boolean isOfPerson) {
    assertThat(JobSketch.isOfPerson(Presets.GENERIC, name, value)).isEqualTo(isOfPerson);
  }
}
