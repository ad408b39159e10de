package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimPolicy.Weakness;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.Strength.Grade;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens say of the plain names of repositories, and what an owner's id alone is good for. */
class RepositoryNamesTest {

  private static final ProviderPreset GITHUB = Presets.find("github").orElseThrow();

  private static Optional<String> name(String preset, Map<String, ClaimValue> claims) {
    ProviderPreset rules = Presets.find(preset).orElseThrow();
    var facts =
        rules.facts(new Issuer("https://ci.example"), new ClaimSet(new ClaimValue.Members(claims)));
    return rules.matching().repositoryNames().flatMap(names -> names.name().make(facts));
  }

  private static Optional<String> github(String repository, String owner) {
    return name(
        "github", Map.of("repository", new Text(repository), "repository_owner", new Text(owner)));
  }

  @ParameterizedTest
  @CsvSource({
    "acme/train, acme, train",
    "Acme/Train, acme, Train",
    "acme/a/../b, acme, ",
    "acme/, acme, ",
    "acme, acme, ",
    "evil/train, acme, ",
    "acme/train, , "
  })
  void are_what_is_left_behind_the_owner(String repository, String owner, String expected) {
    assertThat(github(repository, owner == null ? "" : owner))
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void are_not_guessed_where_the_owner_is_not_named() {
    assertThat(name("github", Map.of("repository", new Text("acme/train")))).isEmpty();
  }

  @Test
  void stand_behind_the_whole_path_of_groups() {
    assertThat(
            name(
                "gitlab",
                Map.of(
                    "project_path", new Text("acme/ml/trainer"),
                    "namespace_path", new Text("acme/ml"))))
        .hasValue("trainer");
    assertThat(
            name(
                "gitlab",
                Map.of(
                    "project_path", new Text("acme/ml/trainer"),
                    "namespace_path", new Text("acme"))))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"generic", "circleci", "bitbucket", "kubernetes"})
  void are_unknown_where_tokens_do_not_say_them(String preset) {
    assertThat(Presets.find(preset).orElseThrow().knowsRepositoryNames()).isFalse();
  }

  private static Map<String, ClaimValue> claims(String... texts) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    for (int i = 0; i < texts.length; i += 2) {
      claims.put(texts[i], new Text(texts[i + 1]));
    }
    return claims;
  }

  @Test
  void an_owner_is_identity_enough_only_where_it_is_asked_for_so() {
    Map<String, ClaimValue> owner = claims("repository_owner_id", "65");

    assertThat(ClaimPolicy.parse(GITHUB, owner, Set.of())).isInstanceOf(Malformed.class);
    assertThat(ClaimPolicy.parse(GITHUB.forOwners(), owner, Set.of()).orThrow().claims())
        .hasSize(1);
    assertThat(ClaimPolicy.parse(GITHUB.forOwners(), claims("repository_owner", "acme"), Set.of()))
        .isInstanceOf(Malformed.class);
    assertThat(ClaimPolicy.parse(Presets.GENERIC.forOwners(), claims("ref", "main"), Set.of()))
        .isEqualTo(ClaimPolicy.parse(Presets.GENERIC, claims("ref", "main"), Set.of()));
  }

  @Test
  void an_owner_alone_is_weak_and_says_so() {
    var weak =
        ClaimPolicy.parse(
                GITHUB.forOwners(), claims("repository_owner_id", "65", "branch", "main"), Set.of())
            .orThrow();

    assertThat(weak.weaknesses()).containsExactly(Weakness.ANY_REPOSITORY);
    assertThat(weak.strength().reasons().getFirst().sentence())
        .isEqualTo("Any repository of the owner 65 can publish to the repository of its own name.");
    assertThat(weak.strength().reasons().getFirst().fix().ask()).contains("workflow");
  }

  @Test
  void an_owner_with_a_workflow_and_a_place_is_strong_with_a_note() {
    var bound =
        ClaimPolicy.parse(
                GITHUB.forOwners(),
                claims(
                    "repository_owner_id",
                    "65",
                    "branch",
                    "main",
                    "job_workflow_ref",
                    "acme/ci/.github/workflows/p.yml@refs/heads/main"),
                Set.of())
            .orThrow();

    assertThat(bound.strength().grade()).isEqualTo(Grade.STRONG);
    assertThat(bound.strength().notes())
        .contains("Any repository of the owner 65 can publish to the repository of its own name.");
  }

  @Test
  void of_an_owner_alone_only_the_owner_is_pinned() {
    assertThat(GITHUB.forOwners().pins(Set.of("repository_owner_id", "branch")))
        .extracting(pin -> pin.id().text())
        .containsExactly("repository_owner_id");
    assertThat(GITHUB.forOwners().pins(Set.of("repository_owner_id", "repository")))
        .isEqualTo(GITHUB.pins());
    assertThat(GITHUB.pins(Set.of("repository"))).isEqualTo(GITHUB.pins());
  }
}
