package dev.slipway.main;

import static dev.slipway.main.AttemptRows.texts;
import static dev.slipway.main.CiFixture.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One thing at a time is made wrong in a good job, and the explanation, the command and the log have
 * to name that thing and no other.
 */
class MismatchScenariosTest {

  private static final String CIRCLE = "oidc.circleci.com/";
  private static final Map<String, CiIssuer> ISSUERS = new HashMap<>();

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static int models;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    ISSUERS.put("github", ci.offline("github"));
    ISSUERS.put("gitlab", ci.offline("gitlab"));
    ISSUERS.put("circleci", ci.issuer("circleci", "/org/0c1d"));
    ISSUERS.put("bitbucket", ci.offline("bitbucket"));
    ISSUERS.put("generic", ci.offline("generic"));
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  /** Something that is made wrong, and the reason that has to be given. */
  private record Scenario(
      String name,
      String preset,
      Map<String, Object> asked,
      Consumer<Map<String, Object>> seed,
      String reason) {

    @Override
    public String toString() {
      return preset + ": " + name + " is " + reason;
    }
  }

  private static Scenario scenario(
      String preset,
      String name,
      Object asked,
      Consumer<Map<String, Object>> seed,
      String reason) {
    Map<String, Object> claims = new LinkedHashMap<>(anchor(preset));
    if (!name.isEmpty()) {
      claims.put(name, asked);
    }
    return new Scenario(name, preset, claims, seed, reason);
  }

  private static Map<String, Object> anchor(String preset) {
    return switch (preset) {
      case "github" -> Map.of("repository", "acme/train");
      case "gitlab" -> Map.of("project_path", "acme/ml/trainer");
      case "circleci" -> Map.of(CIRCLE + "project-id", "8f2a");
      case "bitbucket" -> Map.of("repositoryUuid", "{a11c}");
      default -> Map.of("sub", "the-job");
    };
  }

  private static Consumer<Map<String, Object>> put(String name, Object value) {
    return claims -> claims.put(name, value);
  }

  private static Consumer<Map<String, Object>> drop(String name) {
    return claims -> claims.remove(name);
  }

  private static Consumer<Map<String, Object>> ref(String ref) {
    return claims -> {
      claims.put("ref", ref);
      claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@" + ref);
    };
  }

  private static Consumer<Map<String, Object>> repository(String owner, String name) {
    return claims -> {
      claims.put("repository_owner", owner);
      claims.put("repository", owner + "/" + name);
      claims.put("sub", "repo:" + owner + "/" + name + ":ref:refs/heads/main");
      claims.put(
          "workflow_ref", owner + "/" + name + "/.github/workflows/publish.yml@refs/heads/main");
    };
  }

  private static String file(String name) {
    return "acme/train/.github/workflows/" + name + "@refs/heads/main";
  }

  static Stream<Scenario> scenarios() {
    return Stream.of(github(), githubRules(), gitlab(), others(), wholeTokens())
        .flatMap(List::stream);
  }

  private static List<Scenario> github() {
    String g = "github";
    return List.of(
        scenario(g, "", "", repository("acme", "other"), "CLAIM_MISMATCH(repository)"),
        scenario(g, "", "", repository("acme-ai", "train"), "CLAIM_MISMATCH(repository)"),
        scenario(g, "repository_id", "456789", put("repository_id", "1"),
            "CLAIM_MISMATCH(repository_id)"),
        scenario(g, "repository_owner_id", "123456", put("repository_owner_id", "2"),
            "CLAIM_MISMATCH(repository_owner_id)"),
        scenario(g, "repository_id", "456789", put("repository_id", 456789),
            "CLAIM_TYPE(repository_id)"),
        scenario(g, "repository_id", "456789", drop("repository_id"),
            "CLAIM_MISSING(repository_id)"),
        scenario(g, "branch", "main", ref("refs/heads/side"), "CLAIM_MISMATCH(branch)"),
        scenario(g, "branch", "main", ref("refs/heads/Main"), "CLAIM_MISMATCH(branch)"),
        scenario(g, "branch", "main", ref("refs/tags/main"), "DERIVATION_FAILED(branch)"),
        scenario(g, "branch", "main", ref("refs/pull/7/merge"), "DERIVATION_FAILED(branch)"),
        scenario(g, "tag", "v1", ref("refs/heads/v1"), "DERIVATION_FAILED(tag)"),
        scenario(g, "tag", "v1", ref("refs/tags/v2"), "CLAIM_MISMATCH(tag)"),
        scenario(g, "workflow", "publish.yml", put("workflow_ref", file("other.yml")),
            "CLAIM_MISMATCH(workflow)"),
        scenario(g, "workflow", "publish.yml", put("workflow_ref", file("Publish.yml")),
            "CLAIM_MISMATCH(workflow)"),
        scenario(g, "workflow", "publish.yml", drop("workflow_ref"), "DERIVATION_FAILED(workflow)"),
        scenario(g, "environment", "release", put("environment", "staging"),
            "CLAIM_MISMATCH(environment)"),
        scenario(g, "environment", "release", drop("environment"), "CLAIM_MISSING(environment)"),
        scenario(g, "environment", "release", put("environment", ""),
            "CLAIM_MISMATCH(environment)"),
        scenario(g, "environment", "release", put("environment", List.of("release")),
            "CLAIM_TYPE(environment)"));
  }

  private static List<Scenario> githubRules() {
    String g = "github";
    return List.of(
        scenario(g, "event_name", "push", put("event_name", "workflow_dispatch"),
            "CLAIM_MISMATCH(event_name)"),
        scenario(g, "runner_environment", "github-hosted",
            put("runner_environment", "self-hosted"), "CLAIM_MISMATCH(runner_environment)"),
        scenario(g, "ref_protected", "true", put("ref_protected", "false"),
            "CLAIM_MISMATCH(ref_protected)"),
        scenario(g, "", "", put("event_name", "pull_request_target"),
            "TRIGGER_BLOCKED(pull_request_target)"),
        scenario(g, "", "", put("event_name", "workflow_run"), "TRIGGER_BLOCKED(workflow_run)"),
        scenario(g, "", "", put("repository_owner", "other"), "CLAIM_CONFLICT(repository)"),
        scenario(g, "", "",
            put("workflow_ref", "evil/x/.github/workflows/publish.yml@refs/heads/main"),
            "CLAIM_CONFLICT(workflow_ref)"),
        scenario(g, "", "", put("sub", "repo:acme@1/train@2:ref:refs/heads/main"),
            "CLAIM_CONFLICT(sub)"));
  }

  private static List<Scenario> gitlab() {
    String g = "gitlab";
    return List.of(
        scenario(g, "", "", put("project_path", "acme/ml/other"), "CLAIM_MISMATCH(project_path)"),
        scenario(g, "project_id", "20", put("project_id", "21"), "CLAIM_MISMATCH(project_id)"),
        scenario(g, "branch", "main",
            claims -> {
              claims.put("ref", "side");
              claims.put("ref_path", "refs/heads/side");
            },
            "CLAIM_MISMATCH(branch)"),
        scenario(g, "branch", "main", put("ref_type", "tag"), "DERIVATION_FAILED(branch)"),
        scenario(g, "branch", "main", put("ref_path", "refs/merge-requests/3/head"),
            "DERIVATION_FAILED(branch)"),
        scenario(g, "workflow", ".gitlab-ci.yml", drop("ci_config_ref_uri"),
            "DERIVATION_FAILED(workflow)"),
        scenario(g, "environment", "hub", drop("environment"), "CLAIM_MISSING(environment)"),
        scenario(g, "ref_protected", "true", put("ref_protected", "false"),
            "CLAIM_MISMATCH(ref_protected)"),
        scenario(g, "", "", put("pipeline_source", "merge_request_event"),
            "TRIGGER_BLOCKED(merge_request_event)"),
        scenario(g, "", "", put("job_project_path", "fork/trainer"),
            "CLAIM_CONFLICT(job_project_path)"),
        scenario(g, "", "", put("namespace_path", "other"), "CLAIM_CONFLICT(project_path)"));
  }

  private static List<Scenario> others() {
    return List.of(
        scenario("circleci", "", "", put(CIRCLE + "project-id", "0000"),
            "CLAIM_MISMATCH(" + CIRCLE + "project-id)"),
        scenario("circleci", "branch", "main", put(CIRCLE + "vcs-ref", "refs/heads/side"),
            "CLAIM_MISMATCH(branch)"),
        scenario("circleci", CIRCLE + "vcs-origin", "github.com/acme/trainer",
            put(CIRCLE + "vcs-origin", "github.com/fork/trainer"),
            "CLAIM_MISMATCH(" + CIRCLE + "vcs-origin)"),
        scenario("circleci", "", "", put(CIRCLE + "ssh-rerun", true),
            "TRIGGER_BLOCKED(" + CIRCLE + "ssh-rerun)"),
        scenario("bitbucket", "", "", put("repositoryUuid", "{b22d}"),
            "CLAIM_MISMATCH(repositoryUuid)"),
        scenario("bitbucket", "branch", "main", put("branchName", "side"),
            "CLAIM_MISMATCH(branch)"),
        scenario("bitbucket", "deploymentEnvironmentUuid", "{e1}", put("x", 1),
            "CLAIM_MISSING(deploymentEnvironmentUuid)"),
        scenario("generic", "", "", put("sub", "another-job"), "CLAIM_MISMATCH(sub)"),
        scenario("generic", "tier", 7, put("tier", "7"), "CLAIM_TYPE(tier)"),
        scenario("generic", "prod", true, put("prod", false), "CLAIM_MISMATCH(prod)"),
        scenario("generic", "/team/name", "ml", put("team", Map.of("title", "ml")),
            "CLAIM_MISSING(/team/name)"));
  }

  private static List<Scenario> wholeTokens() {
    long now = java.time.Instant.now().getEpochSecond();
    String g = "github";
    return List.of(
        scenario(g, "", "", put("aud", "https://other.example"), "AUDIENCE"),
        scenario(g, "", "", put("aud", List.of("https://a.example", "https://b.example")),
            "AUDIENCE"),
        scenario(g, "", "",
            claims -> {
              claims.put("iat", now - 900);
              claims.put("exp", now - 600);
            },
            "EXPIRED"),
        scenario(g, "", "", put("nbf", now + 600), "NOT_YET_VALID"),
        scenario(g, "", "", put("exp", now + 86_000), "LIFETIME_TOO_LONG"),
        scenario(g, "", "", drop("jti"), "CLAIM_MISSING(jti)"),
        scenario(g, "", "", drop("sub"), "CLAIM_MISSING(sub)"),
        scenario(g, "", "", put("exp", "soon"), "CLAIM_TYPE(exp)"));
  }

  private static Map<String, Object> good(String preset) {
    CiIssuer issuer = ISSUERS.get(preset);
    String audience = ci.hub().url() + "/dry-run";
    Map<String, Object> claims =
        preset.equals("github") ? issuer.github(audience) : issuer.claims(audience);
    switch (preset) {
      case "github" ->
          claims.putAll(
              Map.of(
                  "repository_id", "456789",
                  "repository_owner_id", "123456",
                  "environment", "release",
                  "ref_protected", "true",
                  "runner_environment", "github-hosted"));
      case "gitlab" -> gitlab(claims);
      case "circleci" -> {
        claims.put(CIRCLE + "org-id", "0c1d");
        claims.put(CIRCLE + "project-id", "8f2a");
        claims.put(CIRCLE + "vcs-origin", "github.com/acme/trainer");
        claims.put(CIRCLE + "vcs-ref", "refs/heads/main");
        claims.put(CIRCLE + "ssh-rerun", false);
      }
      case "bitbucket" -> {
        claims.put("repositoryUuid", "{a11c}");
        claims.put("branchName", "main");
      }
      default -> {
        claims.put("tier", 7);
        claims.put("prod", true);
        claims.put("team", Map.of("name", "ml"));
      }
    }
    return claims;
  }

  private static void gitlab(Map<String, Object> claims) {
    claims.put("project_path", "acme/ml/trainer");
    claims.put("project_id", "20");
    claims.put("namespace_path", "acme/ml");
    claims.put("job_project_path", "acme/ml/trainer");
    claims.put("ref", "main");
    claims.put("ref_type", "branch");
    claims.put("ref_path", "refs/heads/main");
    claims.put("ref_protected", "true");
    claims.put("environment", "hub");
    claims.put("pipeline_source", "push");
    claims.put(
        "ci_config_ref_uri",
        ISSUERS.get("gitlab").url().substring("http://".length())
            + "/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main");
  }

  private static JsonNode explain(String bearer, String token, String resource) {
    return HubFixture.json(
        ci.hub()
            .post(
                bearer,
                "/oauth/token/explain",
                JsonMapper.shared().writeValueAsString(parameters(token, resource))));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void the_thing_that_was_made_wrong_is_named(Scenario scenario) throws Exception {
    String resource = "acme/m" + ++models;
    ci.hub().model(ci.acme(), resource);
    CiIssuer issuer = ISSUERS.get(scenario.preset());
    String publishers =
        RepoId.parse(RepoType.MODEL, resource).orThrow().apiPath()
            + "/settings/trusted-publishers";
    String body = CiFixture.publisherBody(issuer.url(), scenario.asked(), false);
    assertThat(ci.hub().post(ci.acme(), publishers, body).statusCode()).isEqualTo(201);
    Map<String, Object> claims = good(scenario.preset());
    String good = issuer.sign(claims);
    scenario.seed().accept(claims);
    String token = issuer.sign(claims);

    JsonNode fine = explain(ci.acme(), good, resource);
    JsonNode wrong = explain(ci.acme(), token, resource);
    CiFixture.Ran ran = ci.run(token, "explain", resource, "--token-stdin");

    boolean asksForWhatIsNotThere = scenario.asked().containsKey("tag")
        || scenario.asked().containsKey("deploymentEnvironmentUuid");
    assertThat(fine.get("accepted").booleanValue()).isEqualTo(!asksForWhatIsNotThere);
    assertThat(texts(wrong.get("reasons"))).containsExactly(scenario.reason());
    assertThat(wrong.get("fix").stringValue()).isNotEmpty();
    assertThat(texts(JsonMapper.shared().readTree(ran.out()).get("reasons")))
        .containsExactly(scenario.reason());
    assertThat(ran.err()).contains("Try this: ");
    List<JsonNode> rows =
        new AttemptRows(ci, publishers + "/attempts")
            .rows(list -> AttemptRows.counted(list) >= 2);
    assertThat(rows.stream().map(row -> texts(row.get("reasons"))))
        .contains(List.of(scenario.reason()));
  }
}
