package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {

  @Test
  void splits_before_it_decodes() {
    assertThat(RawPath.segments("/a%2Fb/c%20d/%25/%2B/+/%C3%A9"))
        .isEqualTo(Parsed.of(List.of("a/b", "c d", "%", "+", "+", "é")));
  }

  @Test
  void keeps_empty_segments() {
    assertThat(RawPath.segments("/a//b/")).isEqualTo(Parsed.of(List.of("a", "", "b", "")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a/../b",
        "/a/%2e%2e/b",
        "/a/x%2F..%2F..%2Fy",
        "/./a",
        "/%2e",
        "/a%00b",
        "/%",
        "/%2",
        "/%zz",
        "/%C3",
        "/%ff",
        "a"
      })
  void refuses_what_navigates_and_what_is_not_text(String path) {
    assertThat(RawPath.segments(path)).isInstanceOf(Parsed.Malformed.class);
  }
}
