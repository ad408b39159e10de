package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimPolicy.Freshness;
import dev.slipway.trust.ClaimValue.Text;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule G10: how old a token may be when a publisher sees it. */
class FreshnessTest {

  private static final Optional<Duration> ONE_HOUR = Optional.of(Duration.ofHours(1));

  private static ClaimPolicy gitlab(String path) {
    return ClaimPolicy.parse(Presets.GITLAB, Map.of("project_path", new Text(path)), Set.of())
        .orThrow();
  }

  private static Freshness at(long secondsAfterIssue, Optional<Duration> maxAge) {
    return new Freshness(Instant.ofEpochSecond(SampleClaims.ISSUED + secondsAfterIssue), maxAge);
  }

  private static List<ClaimMatch> failures(Freshness freshness) {
    var token = new VerifierFixture().genuine(SampleClaims.gitlab(), Presets.GITLAB);
    return gitlab("acme/ml/trainer").evaluate(token, freshness).failures();
  }

  @Test
  void refuses_a_token_that_is_older_than_the_publisher_wants() {
    assertThat(failures(at(3600, ONE_HOUR))).isEmpty();
    assertThat(failures(at(3601, ONE_HOUR)))
        .containsExactly(
            new ClaimMatch(
                "iat",
                Verdict.TOO_OLD,
                Optional.empty(),
                Optional.of(String.valueOf(SampleClaims.ISSUED))));
  }

  @Test
  void has_no_limit_of_its_own() {
    assertThat(failures(at(86_400, Optional.empty()))).isEmpty();
    var token = new VerifierFixture().genuine(SampleClaims.gitlab(), Presets.GITLAB);
    assertThat(gitlab("acme/ml/trainer").evaluate(token).accepted()).isTrue();
  }

  @Test
  void an_old_token_of_the_right_job_is_still_of_the_right_job() {
    var right =
        gitlab("acme/ml/trainer").explain(SampleClaims.gitlab().unverified(), at(7200, ONE_HOUR));
    var wrong = gitlab("evil/x").explain(SampleClaims.gitlab().unverified(), at(7200, ONE_HOUR));

    assertThat(right.anchored()).isTrue();
    assertThat(right.accepted()).isFalse();
    assertThat(wrong.anchored()).isFalse();
  }

  @Test
  void the_presets_own_limit_holds_beside_a_looser_one() {
    var azure = Presets.find("azure-devops").orElseThrow();
    var policy =
        ClaimPolicy.parse(
                azure,
                Map.of("prj_id", new Text("1"), "def_id", new Text("2"), "rpo_id", new Text("3")),
                Set.of())
            .orThrow();
    var token = SampleClaims.generic().with("jti", "x").with("exp", SampleClaims.ISSUED + 900);

    assertThat(policy.explain(token.unverified(), at(601, ONE_HOUR)).failures())
        .extracting(ClaimMatch::verdict)
        .contains(Verdict.TOO_OLD);
    assertThat(policy.explain(token.unverified(), at(600, ONE_HOUR)).failures())
        .extracting(ClaimMatch::verdict)
        .doesNotContain(Verdict.TOO_OLD);
  }

  @Test
  void a_token_without_a_time_is_explained_all_the_same() {
    var token = SampleClaims.gitlab().with("iat", "x").unverified();

    assertThat(gitlab("acme/ml/trainer").explain(token, at(0, ONE_HOUR)).anchored()).isTrue();
  }
}
