package dev.slipway.trust.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.recipe.Recipe.Source;
import dev.slipway.trust.recipe.Step.Split;
import dev.slipway.trust.recipe.Step.Split.Place;
import dev.slipway.trust.recipe.Step.Split.Side;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each word of the language in which presets say how a text is made of claims. */
class RecipeTest {

  /** Claims of a token that are all strings. */
  static Facts facts(String... namesAndValues) {
    Map<String, String> claims = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      claims.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Facts() {
      @Override
      public Optional<String> text(String name) {
        return Optional.ofNullable(claims.get(name));
      }

      @Override
      public boolean has(String name) {
        return claims.containsKey(name);
      }
    };
  }

  private static Optional<String> made(String value, Step step, String... more) {
    Map<String, String> claims = new HashMap<>(Map.of("x", value));
    for (int i = 0; i < more.length; i += 2) {
      claims.put(more[i], more[i + 1]);
    }
    String[] all =
        claims.entrySet().stream()
            .flatMap(claim -> List.of(claim.getKey(), claim.getValue()).stream())
            .toArray(String[]::new);
    return new Recipe(new Source.Copy("x"), List.of(step)).make(facts(all));
  }

  private static Template template(String text) {
    return Template.parse(text).orThrow();
  }

  @Test
  void copies_a_claim_unless_it_is_empty() {
    var copy = new Recipe(new Source.Copy("x"), List.of());

    assertThat(copy.make(facts("x", "main"))).contains("main");
    assertThat(copy.make(facts("x", ""))).isEmpty();
    assertThat(copy.make(facts())).isEmpty();
  }

  @Test
  void joins_claims_only_if_all_are_there() {
    var join = new Recipe(new Source.Join(template("{a}/{b}")), List.of());

    assertThat(join.make(facts("a", "acme", "b", "train"))).contains("acme/train");
    assertThat(join.make(facts("a", "acme"))).isEmpty();
    assertThat(join.make(facts("a", "acme", "b", ""))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "refs/heads/main, main",
    "refs/heads/refs/heads/x, refs/heads/x",
    "refs/heads/,",
    "refs/head,",
    "Refs/heads/main,",
    "xrefs/heads/main,"
  })
  void takes_what_comes_after_a_prefix(String value, String rest) {
    assertThat(made(value, new Step.After(template("refs/heads/"), false)))
        .isEqualTo(Optional.ofNullable(rest));
  }

  @Test
  void takes_what_comes_after_another_claim_in_any_ascii_case() {
    var after = new Step.After(template("{repository}/"), true);

    assertThat(made("Acme/M/f", after, "repository", "acme/m")).contains("f");
    assertThat(made("acme/m-evil/f", after, "repository", "acme/m")).isEmpty();
    assertThat(made("\u212a/f", after, "repository", "k")).isEmpty();
    assertThat(made("/f", after, "repository", "")).isEmpty();
    assertThat(made("/f", after)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "f@refs/heads/main, f",
    "f@0f3b, f",
    "f@a@0f3b, f@a",
    "f@other,",
    "f,",
    "@0f3b,",
    "f@refs/heads/main@0f3b, f@refs/heads/main"
  })
  void drops_a_version_that_another_claim_says(String value, String rest) {
    assertThat(
            made(
                value,
                new Step.DropVersion(List.of("ref", "sha")),
                "ref",
                "refs/heads/main",
                "sha",
                "0f3b"))
        .isEqualTo(Optional.ofNullable(rest));
  }

  @Test
  void an_empty_version_is_none() {
    assertThat(made("f@", new Step.DropVersion(List.of("ref")), "ref", "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a/b/c, FIRST, LEFT, a",
    "a/b/c, FIRST, RIGHT, b/c",
    "a/b/c, LAST, LEFT, a/b",
    "a/b/c, LAST, RIGHT, c",
    "/b, FIRST, LEFT, ''",
    "b/, FIRST, RIGHT, ''",
    "abc, FIRST, LEFT, ",
    "abc, FIRST, RIGHT, ",
    "abc, FIRST, LEFT_OR_ALL, abc",
    "a/c, FIRST, LEFT_OR_ALL, a"
  })
  void splits_at_a_mark(String value, Place place, Side side, String part) {
    assertThat(made(value, new Split("/", List.of(), place, side)))
        .isEqualTo(Optional.ofNullable(part));
  }

  @ParameterizedTest
  @CsvSource({
    "a@b.yml@refs/heads/x.yml@y, FIRST, a@b.yml",
    "a@b.yml@refs/heads/x.yml@y, LAST, a@b.yml@refs/heads/x.yml",
    "a.yaml@v, FIRST, a.yaml",
    "a@b, FIRST, ",
    "@.yml, FIRST, "
  })
  void splits_only_where_the_right_thing_is_before(String value, Place place, String part) {
    assertThat(made(value, new Split("@", List.of(".yml", ".yaml"), place, Side.LEFT)))
        .isEqualTo(Optional.ofNullable(part));
  }

  @Test
  void refuses_what_has_or_lacks_a_part() {
    assertThat(made("a.yml", new Step.EndsIn(List.of(".yml", ".yaml")))).contains("a.yml");
    assertThat(made("a.YML", new Step.EndsIn(List.of(".yml")))).isEmpty();
    assertThat(made("a.yml", new Step.Lacks("/"))).contains("a.yml");
    assertThat(made("a/b.yml", new Step.Lacks("/"))).isEmpty();
  }

  @Test
  void looks_at_another_claim() {
    var full = new Step.If("ref_path", template("refs/heads/{}"), false);
    var orAbsent = new Step.If("ref_path", template("refs/heads/{}"), true);

    assertThat(made("main", full, "ref_path", "refs/heads/main")).contains("main");
    assertThat(made("main", full, "ref_path", "refs/heads/maint")).isEmpty();
    assertThat(made("main", full)).isEmpty();
    assertThat(made("main", orAbsent)).contains("main");
    assertThat(made("main", orAbsent, "ref_path", "refs/tags/main")).isEmpty();
  }

  @Test
  void two_claims_that_are_both_missing_are_not_the_same() {
    assertThat(made("main", new Step.If("a", template("{b}"), false))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "a{b", "}", "a}b", "{a}}"})
  void refuses_templates_with_loose_braces(String text) {
    assertThat(Template.parse(text)).isInstanceOf(Malformed.class);
  }

  @Test
  void is_quick_on_long_texts() {
    String dots = "@".repeat(16_000);

    assertThat(made(dots, new Split("@", List.of(".yml"), Place.FIRST, Side.LEFT))).isEmpty();
    assertThat(made(dots, new Split("@", List.of(".yml"), Place.LAST, Side.RIGHT))).isEmpty();
  }
}
