package dev.slipway.cards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cards.FrontMatter.Absent;
import dev.slipway.cards.FrontMatter.Card;
import dev.slipway.cards.FrontMatter.Unreadable;
import dev.slipway.names.RepoType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrontMatterTest {

  @Test
  void reads_the_lines_between_the_hyphens() {
    var front = FrontMatter.of("---\nlicense: mit\ntags:\n- a\n- 1\n---\n# model\n");

    assertThat(front).isEqualTo(new Card(Map.of("license", "mit", "tags", List.of("a", 1))));
  }

  @Test
  void reads_the_lines_of_windows_and_a_byte_order_mark() {
    assertThat(FrontMatter.of("\uFEFF---\r\nlicense: mit\r\n---\r\n"))
        .isEqualTo(new Card(Map.of("license", "mit")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# model",
        "---",
        "---\n",
        "---\n---\n",
        "---\n\n---\n",
        "---\nlicense: mit\n",
        "--- a\n"
      })
  void is_absent_without_closed_lines_or_members(String readme) {
    assertThat(FrontMatter.of(readme)).isEqualTo(new Absent());
  }

  @Test
  void says_where_yaml_is_wrong() {
    var front = FrontMatter.of("---\nlicense: mit\ntags: [a\n---\n");

    assertThat(front).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) front).problem()).contains("line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just text",
        "- a\n- b",
        "a: 1\na: 2",
        "a: !!java.util.Date 2020",
        "a: !mine b",
        "a: &a [*a]",
        "a: *nothing",
        "\tb: c",
        "a: \u0000"
      })
  void refuses_what_is_no_plain_mapping(String yaml) {
    assertThat(FrontMatter.of("---\n" + yaml + "\n---\n")).isInstanceOf(Unreadable.class);
  }

  @Test
  void refuses_deep_nesting_without_reading_it() {
    String yaml = "a: " + "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(FrontMatter.of("---\n" + yaml + "\n---\n")).isInstanceOf(Unreadable.class);
  }

  @Test
  void refuses_anchors_that_multiply() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 20; i++) {
      yaml.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
    }

    assertThat(FrontMatter.of("---\n" + yaml + "---\n")).isInstanceOf(Unreadable.class);
  }

  @Test
  void gives_advice_on_a_card() {
    var front =
        FrontMatter.of("---\nlicense: mine\ntags: one\npipeline_tag: [a]\nlanguage: 1\n---\n");

    assertThat(CardAdvice.on(front, RepoType.SPACE))
        .satisfiesExactly(
            license -> assertThat(license).contains("license"),
            tags -> assertThat(tags).contains("\"tags\" must be a list"),
            pipeline -> assertThat(pipeline).contains("\"pipeline_tag\" must be a string"),
            language -> assertThat(language).contains("\"language\" must be"),
            sdk -> assertThat(sdk).contains("\"sdk\" of a Space"));
  }

  @Test
  void has_nothing_to_say_about_a_good_card() {
    var front = FrontMatter.of("---\nlicense: [mit, apache-2.0]\ntags: [a]\nlanguage: en\n---\n");

    assertThat(CardAdvice.on(front, RepoType.MODEL)).isEmpty();
  }

  @Test
  void misses_a_card_that_is_not_there() {
    assertThat(CardAdvice.on(new Absent(), RepoType.MODEL)).hasSize(1);
  }
}
