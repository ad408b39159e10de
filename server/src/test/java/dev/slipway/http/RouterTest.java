package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.http.Routing.Found;
import dev.slipway.http.Routing.NoSuchPath;
import dev.slipway.http.Routing.OtherMethods;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouterTest {

  private static Route get(String pattern) {
    return new Route(Method.GET, pattern, RouteAccess.OPEN, _ -> Reply.empty(Status.OK));
  }

  private static final Router ROUTER =
      new Router(
          List.of(
              get("/healthz"),
              get("/{ns}/{name}/resolve/{rev}/{path*}"),
              get("/datasets/{ns}/{name}/resolve/{rev}/{path*}"),
              get("/api/models/{ns}/{name}"),
              get("/api/models/{name}"),
              get("/api/models/{ns}/{name}/tree/{rev*}")));

  private static Found found(String... segments) {
    return (Found) ROUTER.route("GET", List.of(segments));
  }

  @Test
  void prefers_a_literal_to_a_variable() {
    var found = found("datasets", "acme", "d", "resolve", "main", "a", "b");

    assertThat(found.route().pattern()).startsWith("/datasets/");
    assertThat(found.variables().value("ns")).isEqualTo("acme");
    assertThat(found.variables().rest()).containsExactly("a", "b");
  }

  @Test
  void leaves_a_dead_end_again() {
    var found = found("api", "models", "resolve", "main", "x");

    assertThat(found.route().pattern()).isEqualTo("/{ns}/{name}/resolve/{rev}/{path*}");
    assertThat(found.variables().value("ns")).isEqualTo("api");
  }

  @Test
  void keeps_a_decoded_slash_inside_its_segment() {
    var found = found("acme", "m", "resolve", "refs/pr/1", "x");

    assertThat(found.variables().value("rev")).isEqualTo("refs/pr/1");
  }

  @Test
  void takes_no_segments_at_all_for_a_rest() {
    assertThat(found("api", "models", "acme", "m", "tree").variables().rest()).isEmpty();
  }

  @Test
  void answers_head_by_get_and_names_the_other_methods() {
    assertThat(ROUTER.route("HEAD", List.of("healthz"))).isInstanceOf(Found.class);
    assertThat(ROUTER.route("POST", List.of("healthz")))
        .isEqualTo(new OtherMethods(Set.of(Method.GET)));
    assertThat(ROUTER.route("BREW", List.of("healthz"))).isInstanceOf(OtherMethods.class);
  }

  @Test
  void knows_when_there_is_nothing() {
    assertThat(ROUTER.route("GET", List.of("nothing"))).isInstanceOf(NoSuchPath.class);
    assertThat(ROUTER.route("GET", List.of(""))).isInstanceOf(NoSuchPath.class);
    assertThat(ROUTER.route("GET", List.of("api", "models", "", "")))
        .isInstanceOf(NoSuchPath.class);
  }

  @Test
  void refuses_two_routes_for_one_address() {
    assertThatThrownBy(() -> new Router(List.of(get("/a/{x}"), get("/a/{y}"))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
