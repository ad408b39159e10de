package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ClaimPolicy.Weakness;
import dev.slipway.trust.ClaimValue.Flag;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.ClaimValue.Whole;
import dev.slipway.trust.SampleClaims.Raw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules H1 to H6 and H11: what can be asked for, and how it is compared. */
class ClaimPolicyTest {

  private static Parsed<ClaimPolicy> parse(ProviderPreset preset, Map<String, ClaimValue> claims) {
    return ClaimPolicy.parse(preset, claims, Set.of());
  }

  private static ClaimPolicy generic(String name, ClaimValue value) {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    claims.put("sub", new Text("robot-7"));
    claims.put(name, value);
    return parse(Presets.GENERIC, claims).orThrow();
  }

  private static Verdict verdict(ClaimPolicy policy, SampleClaims token, String claim) {
    return policy.explain(token.unverified()).matches().stream()
        .filter(match -> match.claim().equals(claim))
        .findFirst()
        .orElseThrow()
        .verdict();
  }

  static Stream<Arguments> anchorless() {
    return Stream.of(
        Arguments.of(Presets.GITHUB, Map.of()),
        Arguments.of(Presets.GITHUB, Map.of("branch", "main")),
        Arguments.of(Presets.GITHUB, Map.of("sub", "repo:acme/train:ref:refs/heads/main")),
        Arguments.of(Presets.GITHUB, Map.of("aud", "https://hub.example")),
        Arguments.of(Presets.GITHUB, Map.of("ref", "refs/heads/main")),
        Arguments.of(Presets.GITHUB, Map.of("environment", "release", "actor", "octocat")),
        Arguments.of(Presets.GITHUB, Map.of("repository_owner", "acme")),
        Arguments.of(Presets.GITHUB, Map.of("repository_owner_id", "123456")),
        Arguments.of(Presets.GITHUB, Map.of("/repository/0", "acme/train")),
        Arguments.of(Presets.GITHUB, Map.of("/branch", "main")),
        Arguments.of(Presets.GITHUB, Map.of("Repository", "acme/train")),
        Arguments.of(Presets.GITLAB, Map.of("branch", "main", "ref_protected", "true")),
        Arguments.of(Presets.GITLAB, Map.of("sub", "project_path:acme/ml:ref:main")),
        Arguments.of(Presets.GITLAB, Map.of("namespace_path", "acme")),
        Arguments.of(Presets.CIRCLECI, Map.of("oidc.circleci.com/org-id", "0c1d")),
        Arguments.of(Presets.CIRCLECI, Map.of("branch", "main")),
        Arguments.of(Presets.BITBUCKET, Map.of("workspaceUuid", "{99ab}")),
        Arguments.of(Presets.GENERIC, Map.of("aud", "https://hub.example")),
        Arguments.of(Presets.GENERIC, Map.of("iss", "https://idp.acme.example")),
        Arguments.of(Presets.GENERIC, Map.of("branch", "main", "environment", "prod")),
        Arguments.of(Presets.GENERIC, Map.of("/aud", "x", "/ref", "refs/heads/main")));
  }

  @ParameterizedTest
  @MethodSource("anchorless")
  void cannot_be_made_without_saying_whose_tokens(
      ProviderPreset preset, Map<String, String> claims) {
    Map<String, ClaimValue> values = new LinkedHashMap<>();
    claims.forEach((name, value) -> values.put(name, new Text(value)));

    assertThat(parse(preset, values)).isInstanceOf(Malformed.class);
  }

  @Test
  void a_yes_or_no_is_no_identity() {
    assertThat(parse(Presets.GENERIC, Map.of("robot", new Flag(true))))
        .isInstanceOf(Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "github, repository, acme/train",
    "github, repository_id, 456789",
    "gitlab, project_path, acme/ml/trainer",
    "gitlab, project_id, 20",
    "circleci, oidc.circleci.com/project-id, 8f2a",
    "bitbucket, repositoryUuid, {a11c}",
    "generic, sub, robot-7",
    "generic, pipeline_id, 0185",
    "generic, /kubernetes.io/serviceaccount/uid, f572"
  })
  void one_anchor_is_enough_and_weak(String preset, String claim, String value) {
    var parsed = parse(Presets.find(preset).orElseThrow(), Map.of(claim, new Text(value)));

    assertThat(parsed).isInstanceOf(Value.class);
    assertThat(parsed.orThrow().weaknesses())
        .isEqualTo(
            switch (claim) {
              case "sub" -> List.of();
              case "oidc.circleci.com/project-id" ->
                  List.of(Weakness.NO_BOUNDARY, Weakness.FORKS_UNCHECKED);
              default -> List.of(Weakness.NO_BOUNDARY);
            });
  }

  @Test
  void is_strong_with_circleci_once_the_origin_is_named() {
    var claims =
        Map.<String, ClaimValue>of(
            "oidc.circleci.com/project-id", new Text("8f2a"),
            "oidc.circleci.com/vcs-origin", new Text("github.com/acme/trainer"),
            "branch", new Text("main"));

    assertThat(parse(Presets.CIRCLECI, claims).orThrow().weaknesses()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "branch, main, ",
    "tag, v1, ",
    "environment, release, ",
    "ref_protected, true, ",
    "ref_protected, false, NO_BOUNDARY",
    "workflow, publish.yml, PIPELINE_ALONE",
    "actor, octocat, NO_BOUNDARY"
  })
  void is_weak_unless_side_branches_are_kept_out(String claim, String value, Weakness weakness) {
    var claims =
        Map.<String, ClaimValue>of("repository", new Text("acme/train"), claim, new Text(value));

    assertThat(parse(Presets.GITHUB, claims).orThrow().weaknesses())
        .isEqualTo(weakness == null ? List.of() : List.of(weakness));
  }

  static Stream<ClaimValue> unaskable() {
    return Stream.of(
        new Text(""),
        new Text("  "),
        new Text("x".repeat(513)),
        new Text("main\u200b"),
        new Text("a\u202eb"),
        new Text("a\u2066b"),
        new Text("a\ufeffb"),
        new Text("a\nb"),
        new Text("a\u0000b"),
        new Text("\u001b[2J"),
        new Text("a\u2028b"),
        new Text("a\ud800"),
        new ClaimValue.Nothing(),
        new ClaimValue.OddNumber("1.5"),
        new ClaimValue.Elements(List.of(new Text("a"))),
        new ClaimValue.Members(Map.of()));
  }

  @ParameterizedTest
  @MethodSource("unaskable")
  void cannot_ask_for_values_that_hide_something(ClaimValue value) {
    var claims = Map.of("repository", new Text("acme/train"), "environment", value);

    assertThat(parse(Presets.GITHUB, claims)).isInstanceOf(Malformed.class);
  }

  @Test
  void cannot_ask_for_too_much() {
    Map<String, ClaimValue> claims = new LinkedHashMap<>();
    for (int i = 0; i < 20; i++) {
      claims.put("c" + i, new Text("x".repeat(512)));
    }
    assertThat(parse(Presets.GENERIC, claims)).isInstanceOf(Value.class);

    claims.put("c20", new Text("x"));
    assertThat(parse(Presets.GENERIC, claims)).isInstanceOf(Malformed.class);
  }

  @Test
  void drops_space_around_a_value_and_braces_a_bare_uuid() {
    var policy = parse(Presets.BITBUCKET, Map.of("repositoryUuid", new Text(" a11c "))).orThrow();

    assertThat(policy.claims())
        .containsExactly(Map.entry(name("repositoryUuid"), new Text("{a11c}")));
    assertThat(policy.explain(SampleClaims.bitbucket().unverified()).accepted()).isTrue();
  }

  private static ClaimName name(String text) {
    return new ClaimName(text);
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(
        Arguments.of(new Text("74"), "74", Verdict.MATCH),
        Arguments.of(new Text("74"), 74, Verdict.WRONG_TYPE),
        Arguments.of(new Whole(74), 74, Verdict.MATCH),
        Arguments.of(new Whole(74), "74", Verdict.WRONG_TYPE),
        Arguments.of(new Whole(74), new Raw("74.0"), Verdict.WRONG_TYPE),
        Arguments.of(new Whole(74), new Raw("7.4e1"), Verdict.WRONG_TYPE),
        Arguments.of(new Whole(1), new Raw("1.9"), Verdict.WRONG_TYPE),
        Arguments.of(new Whole(0), new Raw("-0"), Verdict.WRONG_TYPE),
        Arguments.of(new Whole(74), 75, Verdict.MISMATCH),
        Arguments.of(new Flag(true), true, Verdict.MATCH),
        Arguments.of(new Flag(true), false, Verdict.MISMATCH),
        Arguments.of(new Flag(true), "true", Verdict.WRONG_TYPE),
        Arguments.of(new Text("true"), true, Verdict.WRONG_TYPE),
        Arguments.of(new Text("a"), List.of("a"), Verdict.WRONG_TYPE),
        Arguments.of(new Text("a"), Map.of("a", "a"), Verdict.WRONG_TYPE),
        Arguments.of(new Text("a"), new Raw("null"), Verdict.WRONG_TYPE),
        Arguments.of(new Text("null"), new Raw("null"), Verdict.WRONG_TYPE),
        Arguments.of(new Text("a"), "", Verdict.MISMATCH),
        Arguments.of(new Text("a"), "A", Verdict.MISMATCH),
        Arguments.of(new Text("a"), " a", Verdict.MISMATCH),
        Arguments.of(new Text("a"), "a ", Verdict.MISMATCH),
        Arguments.of(new Text("a*"), "ab", Verdict.MISMATCH),
        Arguments.of(new Text("a|b"), "a", Verdict.MISMATCH),
        Arguments.of(new Text("caf\u00e9"), "cafe\u0301", Verdict.MISMATCH),
        Arguments.of(new Text("main"), "main\u200b", Verdict.MISMATCH));
  }

  @ParameterizedTest
  @MethodSource("comparisons")
  void compares_by_type_and_code_point(ClaimValue asked, Object shown, Verdict expected) {
    ClaimPolicy policy = generic("x", asked);

    assertThat(verdict(policy, SampleClaims.generic().with("x", shown), "x")).isEqualTo(expected);
  }

  @Test
  void missing_is_not_empty() {
    ClaimPolicy policy = generic("environment", new Text("prod"));

    assertThat(verdict(policy, SampleClaims.generic(), "environment")).isEqualTo(Verdict.MISSING);
    assertThat(policy.explain(SampleClaims.generic().unverified()).accepted()).isFalse();
  }

  @Test
  void every_claim_has_to_match() {
    ClaimPolicy policy = generic("environment", new Text("prod"));

    assertThat(policy.explain(SampleClaims.generic().with("environment", "prod").unverified()))
        .satisfies(report -> {
          assertThat(report.accepted()).isTrue();
          assertThat(report.anchored()).isTrue();
          assertThat(report.matches()).hasSize(2);
        });
    assertThat(
            policy
                .explain(
                    SampleClaims.generic()
                        .with("environment", "prod")
                        .with("sub", "x")
                        .unverified())
                .anchored())
        .isFalse();
  }

  @Test
  void says_what_was_asked_and_what_was_found() {
    ClaimPolicy policy = generic("environment", new Text("prod"));

    var report = policy.explain(SampleClaims.generic().with("environment", "dev").unverified());

    assertThat(report.failures())
        .containsExactly(
            new ClaimMatch(
                "environment", Verdict.MISMATCH, Optional.of("prod"), Optional.of("dev")));
  }

  @ParameterizedTest
  @CsvSource({
    "Acme/Train, MATCH",
    "ACME/TRAIN, MATCH",
    "acme/train2, MISMATCH",
    "acme\u2215train, MISMATCH",
    "\u0430cme/train, MISMATCH"
  })
  void folds_ascii_case_where_github_does(String repository, Verdict expected) {
    var policy = parse(Presets.GITHUB, Map.of("repository", new Text("acme/train"))).orThrow();
    var token =
        SampleClaims.github().with("repository", repository).without("workflow_ref").without("sub");

    assertThat(verdict(policy, token, "repository")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "repository_owner, kubernetes, \u212aubernetes",
    "environment, staging, \u017ftaging",
    "environment, title, t\u0131tle",
    "environment, TITLE, t\u0131tle"
  })
  void does_not_fold_look_alikes(String claim, String asked, String shown) {
    var policy =
        parse(Presets.GITHUB, Map.of("repository", new Text("acme/train"), claim, new Text(asked)))
            .orThrow();
    assertThat(asked.equalsIgnoreCase(shown)).isTrue();

    assertThat(verdict(policy, SampleClaims.github().with(claim, shown), claim))
        .isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @CsvSource({
    "caf\u00e9, cafe\u0301",
    "cafe\u0301, caf\u00e9",
    "\u212b, \u00c5",
    "release, \uff52elease",
    "release, release\u200b",
    "release, \u200erelease"
  })
  void normalises_nothing_where_case_does_not_count(String asked, String shown) {
    var policy =
        ClaimPolicy.parse(
                Presets.GITHUB,
                Map.of("repository", new Text("acme/train"), "environment", new Text(asked)),
                Set.of())
            .orThrow();

    assertThat(verdict(policy, SampleClaims.github().with("environment", shown), "environment"))
        .isEqualTo(Verdict.MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main\u200b", "\u2066main", "main\n", " main", "\uff4dain", "MAIN"})
  void normalises_nothing_in_a_derived_claim(String branch) {
    var policy =
        parse(
                Presets.GITHUB,
                Map.of("repository", new Text("acme/train"), "branch", new Text("main")))
            .orThrow();
    var token = SampleClaims.github().with("ref", new Raw(quoted("refs/heads/" + branch)));

    assertThat(verdict(policy, token.without("workflow_ref"), "branch"))
        .isEqualTo(Verdict.MISMATCH);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\n", "\\n") + '"';
  }

  @Test
  void a_repository_of_a_look_alike_owner_is_another_one() {
    var policy = parse(Presets.GITHUB, Map.of("repository", new Text("kubernetes/k"))).orThrow();
    var token =
        SampleClaims.github()
            .with("repository", "\u212aubernetes/\u212a")
            .with("repository_owner", "\u212aubernetes")
            .without("workflow_ref");

    assertThat("kubernetes/k".equalsIgnoreCase("\u212aubernetes/\u212a")).isTrue();
    assertThat(verdict(policy, token, "repository")).isEqualTo(Verdict.MISMATCH);
    // The owner "kubernetes" is not under the look-alike either.
    assertThat(policy.explain(token.with("repository", "kubernetes/k").unverified()).failures())
        .extracting(ClaimMatch::verdict)
        .containsExactly(Verdict.CONFLICT);
  }

  @Test
  void folds_the_same_under_a_turkish_locale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      var policy =
          parse(
                  Presets.GITHUB,
                  Map.of("repository", new Text("acme/train"), "environment", new Text("TITLE")))
              .orThrow();

      assertThat(verdict(policy, SampleClaims.github().with("environment", "title"), "environment"))
          .isEqualTo(Verdict.MATCH);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"workflow", "branch", "sha"})
  void counts_case_everywhere_else(String claim) {
    var policy =
        parse(
                Presets.GITHUB,
                Map.of("repository", new Text("acme/train"), claim, new Text("PUBLISH.YML")))
            .orThrow();

    assertThat(
            policy
                .explain(SampleClaims.github().with("sha", "publish.yml").unverified())
                .accepted())
        .isFalse();
  }

  @Test
  void folds_paths_of_gitlab_but_not_its_environments() {
    var policy =
        parse(
                Presets.GITLAB,
                Map.of("project_path", new Text("Acme/ML/Trainer"), "environment", new Text("Hub")))
            .orThrow();

    assertThat(verdict(policy, SampleClaims.gitlab(), "project_path")).isEqualTo(Verdict.MATCH);
    assertThat(verdict(policy, SampleClaims.gitlab(), "environment")).isEqualTo(Verdict.MISMATCH);
  }

  @Test
  void holds_a_token_to_its_own_preset_where_that_is_stricter_than_the_issuers() {
    var policy = parse(Presets.GITHUB, Map.of("repository", new Text("acme/train"))).orThrow();
    var loose =
        SampleClaims.github()
            .without("jti")
            .with("exp", SampleClaims.ISSUED + 3600)
            .with("iss", "https://idp.acme.example");
    var fixture = new VerifierFixture();
    var settings =
        VerifierFixture.pasted(
            Presets.GENERIC, "https://idp.acme.example", SigningKey.RSA, SigningKey.EC256);

    var report = policy.evaluate(fixture.verified(SigningKey.EC256.sign(loose.json()), settings));

    assertThat(report.failures())
        .extracting(ClaimMatch::claim)
        .containsExactly("alg", "jti", "exp");
  }

  @Test
  void explains_a_token_with_impossible_times() {
    var token = SampleClaims.github().with("exp", Long.MAX_VALUE).with("iat", "x").unverified();
    var policy = parse(Presets.GITHUB, Map.of("repository", new Text("acme/train"))).orThrow();

    assertThat(policy.explain(token).anchored()).isTrue();
  }
}
