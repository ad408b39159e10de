package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule H11: a claim's place is a list of segments. */
class ClaimNameTest {

  private static Optional<ClaimValue> find(SampleClaims claims, String name) {
    return claims.set().find(new ClaimName(name));
  }

  @Test
  void a_plain_name_is_one_member_with_its_dots_and_slashes() {
    assertThat(find(SampleClaims.circleci(), "oidc.circleci.com/project-id"))
        .contains(new Text("8f2a"));
    assertThat(find(SampleClaims.generic().with("a", Map.of("b", "in")), "a.b")).isEmpty();
    assertThat(find(SampleClaims.generic().with("a.b", "flat"), "a.b")).contains(new Text("flat"));
  }

  @Test
  void a_pointer_goes_inside() {
    var claims =
        SampleClaims.generic()
            .with("kubernetes.io", Map.of("namespace", "train", "serviceaccount", Map.of("uid", 7)))
            .with("https://sts.amazonaws.com/", Map.of("org~id", "o-1"))
            .with("list", List.of("zero", "one"));

    assertThat(find(claims, "/kubernetes.io/namespace")).contains(new Text("train"));
    assertThat(find(claims, "/kubernetes.io/serviceaccount/uid")).contains(new Whole(7));
    assertThat(find(claims, "/https:~1~1sts.amazonaws.com~1/org~0id")).contains(new Text("o-1"));
    assertThat(find(claims, "/list/1")).contains(new Text("one"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/list/01", "/list/2", "/list/-", "/list/-1", "/sub/0", "/list/1/x", "/no"})
  void a_pointer_to_nowhere_finds_nothing(String name) {
    assertThat(find(SampleClaims.generic().with("list", List.of("zero", "one")), name)).isEmpty();
  }

  @Test
  void unescapes_in_the_right_order() {
    assertThat(find(SampleClaims.generic().with("~1", "x"), "/~01")).contains(new Text("x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u200bb", "\u202ea", "/a~", "/a~2"})
  void refuses_names_that_hide_something(String name) {
    assertThat(ClaimName.parse(name)).isInstanceOf(Malformed.class);
  }

  @Test
  void refuses_a_name_that_is_too_long() {
    assertThat(ClaimName.parse("n".repeat(256))).isInstanceOf(Malformed.class);
    assertThat(ClaimName.parse("n".repeat(255))).isNotInstanceOf(Malformed.class);
  }
}
