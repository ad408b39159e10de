package dev.slipway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefScopeTest {

  private static RefScope scope(String... patterns) {
    return RefScope.parse(List.of(patterns)).orThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "refs/heads/main,     refs/heads/main",
    "refs/tags/v*,        refs/tags/v1.0",
    "refs/tags/v*,        refs/tags/v",
    "refs/heads/*,        refs/heads/dev",
    "refs/heads/rel/*/go, refs/heads/rel/a/go",
    "refs/heads/a*b,      refs/heads/ab",
    "refs/heads/é,        refs/heads/é"
  })
  void allows_what_its_pattern_means(String pattern, String ref) {
    assertThat(scope(pattern).allows(ref)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "refs/heads/main,     refs/heads/main2",
    "refs/heads/main,     refs/heads/Main",
    "refs/heads/main,     refs/tags/main",
    "refs/heads/main,     refs/pr/1",
    "refs/tags/v*,        refs/tags/v1/evil",
    "refs/tags/v*,        refs/tags/w1",
    "refs/heads/*,        refs/heads/a/b",
    "refs/heads/rel/*/go, refs/heads/rel/a/b/go",
    "refs/heads/rel/*/go, refs/heads/rel/a/gone",
    "refs/heads/ab*ba,    refs/heads/aba"
  })
  void does_not_allow_what_is_next_to_it(String pattern, String ref) {
    assertThat(scope(pattern).allows(ref)).isFalse();
  }

  @Test
  void nothing_named_is_everything() {
    assertThat(scope().allows("refs/heads/x")).isTrue();
    assertThat(scope().isEverything()).isTrue();
    assertThat(scope("refs/heads/*").isEverything()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "main",
        "*",
        "refs/heads/",
        "refs/tags/",
        "refs/*/main",
        "refs/pr/1",
        "refs/remotes/x",
        "refs/heads/a*b*",
        "refs/heads/**",
        "refs/heads/a..b",
        "refs/heads//a",
        "refs/heads/a/",
        "refs/heads/.a",
        "refs/heads/a.lock",
        "refs/heads/a b",
        "refs/heads/a\nrefs/heads/b",
        "refs/heads/a?",
        "refs/heads/[a]",
        "refs/heads/a\u200b",
        "refs/heads/a\u202e",
        "refs/heads/\ud800",
        " refs/heads/a",
        "REFS/heads/a"
      })
  void refuses_what_is_no_pattern(String text) {
    assertThat(RefScope.parse(List.of(text))).isInstanceOf(Malformed.class);
  }

  @Test
  void refuses_too_many_and_too_long_ones() {
    assertThat(RefScope.parse(Collections.nCopies(RefScope.MAX_PATTERNS + 1, "refs/heads/a")))
        .isInstanceOf(Malformed.class);
    assertThat(RefScope.parse(List.of("refs/heads/" + "a".repeat(RefScope.MAX_CHARACTERS))))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void includes_what_allows_no_more() {
    assertThat(scope().includes(scope("refs/heads/a"))).isTrue();
    assertThat(scope("refs/heads/*").includes(scope("refs/heads/a"))).isTrue();
    assertThat(scope("refs/heads/*", "refs/tags/v*").includes(scope("refs/tags/v*"))).isTrue();

    assertThat(scope("refs/heads/*").includes(scope())).isFalse();
    assertThat(scope("refs/heads/*").includes(scope("refs/heads/a/b"))).isFalse();
    assertThat(scope("refs/heads/a").includes(scope("refs/heads/a", "refs/heads/b"))).isFalse();
    assertThat(scope("refs/heads/a*").includes(scope("refs/heads/ab*"))).isFalse();
  }
}
