package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules H1 and K3 for issuers of which we know nothing. */
class GenericAnchorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repository_visibility",
        "project_visibility",
        "visibility",
        "head_ref",
        "base_ref",
        "event",
        "event_name",
        "pipeline_source",
        "ref_name",
        "runner_id",
        "runner_environment",
        "deployment_tier",
        "user_access_level",
        "run_id",
        "job_id",
        "build_id",
        "actor_id",
        "is_fork",
        "email",
        "preferred_username",
        "upn",
        "tid",
        "hd",
        "client_id",
        "groups",
        "/",
        "//x",
        "/visibility",
        "/event/name"
      })
  void what_every_job_may_say_is_no_anchor(String claim) {
    var policy = ClaimPolicy.parse(Presets.GENERIC, Map.of(claim, new Text("x")), Set.of());

    assertThat(policy).isInstanceOf(Malformed.class);
    var number = ClaimPolicy.parse(Presets.GENERIC, Map.of(claim, new Whole(1)), Set.of());
    assertThat(number).isInstanceOf(Malformed.class);
  }

  @Test
  void an_address_counts_only_where_its_issuer_verified_it() {
    Map<String, ClaimValue> claims = new LinkedHashMap<>(Map.of("email", new Text("a@b.example")));
    claims.put("email_verified", new ClaimValue.Flag(false));
    assertThat(ClaimPolicy.parse(Presets.GENERIC, claims, Set.of())).isInstanceOf(Malformed.class);
    claims.put("email_verified", new Text("true"));
    assertThat(ClaimPolicy.parse(Presets.GENERIC, claims, Set.of())).isInstanceOf(Malformed.class);

    claims.put("email_verified", new ClaimValue.Flag(true));

    assertThat(ClaimPolicy.parse(Presets.GENERIC, claims, Set.of()))
        .isNotInstanceOf(Malformed.class);
  }

  private static boolean anchored(SampleClaims token, String... namesAndValues) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put(namesAndValues[i], new Text(namesAndValues[i + 1]));
    }
    return ClaimPolicy.parse(Presets.GENERIC, claims, Set.of())
        .orThrow()
        .explain(token.unverified())
        .anchored();
  }

  @Test
  void a_matching_claim_beside_another_subject_says_nothing() {
    var token = SampleClaims.generic().with("team", "ml");

    assertThat(anchored(token, "sub", "somebody", "team", "ml")).isFalse();
  }

  @Test
  void one_of_two_anchors_says_nothing() {
    var token = SampleClaims.generic().with("team", "ml").with("project", "other");

    assertThat(anchored(token, "team", "ml", "project", "train")).isFalse();
  }

  @Test
  void the_subject_is_enough() {
    assertThat(anchored(SampleClaims.generic(), "sub", "robot-7", "team", "ml")).isTrue();
  }

  @Test
  void all_anchors_are_enough_without_a_subject() {
    var token = SampleClaims.generic().with("team", "ml").with("project", "train");

    assertThat(anchored(token, "team", "ml", "project", "train", "ref", "main")).isTrue();
  }
}
