package dev.slipway.main;

import static dev.slipway.main.AttemptRows.texts;
import static dev.slipway.main.CiFixture.parameters;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One thing at a time is made wrong in a good job, and the explanation, the command and the log
 * have to name that thing and no other. A row is the provider, what a publisher asks for beside its
 * anchor, what becomes of the token, and the reason; values are JSON, a bare name is taken out.
 */
class MismatchScenariosTest {

  private static final String CIRCLE = "oidc.circleci.com/";
  private static final String NOW = "now";
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

  private static CiIssuer issuer(String preset) {
    return requireNonNull(ISSUERS.get(preset));
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

  private static Map<String, Object> good(String preset, Map<String, Object> wanted) {
    CiIssuer issuer = issuer(preset);
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
        claims.put("deploymentEnvironmentUuid", "{e1}");
        claims.put("repositoryUuid", "{a11c}");
        claims.put("branchName", "main");
      }
      default -> {
        claims.put("tier", 7);
        claims.put("prod", true);
        claims.put("team", Map.of("name", "ml"));
      }
    }
    if (wanted.containsKey("tag")) {
      claims.put("ref", "refs/tags/v1");
      claims.remove("workflow_ref");
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
        issuer("gitlab").url().substring("http://".length())
            + "/acme/ml/trainer//.gitlab-ci.yml@refs/heads/main");
  }

  private static JsonNode explain(String token, String resource) {
    return HubFixture.json(
        ci.hub()
            .post(
                ci.acme(),
                "/oauth/token/explain",
                JsonMapper.shared().writeValueAsString(parameters(token, resource))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          github | | repository="acme/other", sub="repo:acme/other:ref:refs/heads/main", workflow_ref="acme/other/.github/workflows/p.yml@refs/heads/main" | CLAIM_MISMATCH(repository)
          github | | repository="acme-ai/train", repository_owner="acme-ai", workflow_ref="acme-ai/train/.github/workflows/p.yml@refs/heads/main" | CLAIM_MISMATCH(repository)
          github | repository_id="456789" | repository_id="1" | CLAIM_MISMATCH(repository_id)
          github | repository_id="456789" | repository_id=456789 | CLAIM_TYPE(repository_id)
          github | repository_id="456789" | repository_id | CLAIM_MISSING(repository_id)
          github | repository_owner_id="123456" | repository_owner_id="2" | CLAIM_MISMATCH(repository_owner_id)
          github | branch="main" | ref="refs/heads/side", workflow_ref | CLAIM_MISMATCH(branch)
          github | branch="main" | ref="refs/heads/Main", workflow_ref | CLAIM_MISMATCH(branch)
          github | branch="main" | ref="refs/tags/main", workflow_ref | DERIVATION_FAILED(branch)
          github | branch="main" | ref="refs/pull/7/merge", workflow_ref | DERIVATION_FAILED(branch)
          github | tag="v1" | ref="refs/heads/v1", workflow_ref | DERIVATION_FAILED(tag)
          github | tag="v1" | ref="refs/tags/v2", workflow_ref | CLAIM_MISMATCH(tag)
          github | workflow="publish.yml" | workflow_ref="acme/train/.github/workflows/other.yml@refs/heads/main" | CLAIM_MISMATCH(workflow)
          github | workflow="publish.yml" | workflow_ref="acme/train/.github/workflows/Publish.yml@refs/heads/main" | CLAIM_MISMATCH(workflow)
          github | workflow="publish.yml" | workflow="publish.yml", workflow_ref | DERIVATION_FAILED(workflow)
          github | environment="release" | environment="staging" | CLAIM_MISMATCH(environment)
          github | environment="release" | environment | CLAIM_MISSING(environment)
          github | environment="release" | environment="" | CLAIM_MISMATCH(environment)
          github | environment="release" | environment=["release"] | CLAIM_TYPE(environment)
          github | event_name="push" | event_name="workflow_dispatch" | CLAIM_MISMATCH(event_name)
          github | runner_environment="github-hosted" | runner_environment="self-hosted" | CLAIM_MISMATCH(runner_environment)
          github | ref_protected="true" | ref_protected="false" | CLAIM_MISMATCH(ref_protected)
          github | | event_name="pull_request_target" | TRIGGER_BLOCKED(pull_request_target)
          github | | event_name="workflow_run" | TRIGGER_BLOCKED(workflow_run)
          github | | repository_owner="other" | CLAIM_CONFLICT(repository)
          github | | workflow_ref="evil/x/.github/workflows/publish.yml@refs/heads/main" | CLAIM_CONFLICT(workflow_ref)
          github | | sub="repo:acme@1/train@456789:ref:refs/heads/main" | CLAIM_CONFLICT(sub)
          gitlab | | project_path="acme/ml/other", job_project_path, ci_config_ref_uri | CLAIM_MISMATCH(project_path)
          gitlab | project_id="20" | project_id="21" | CLAIM_MISMATCH(project_id)
          gitlab | branch="main" | ref="side", ref_path="refs/heads/side" | CLAIM_MISMATCH(branch)
          gitlab | branch="main" | ref_type="tag", ref_path="refs/tags/main" | DERIVATION_FAILED(branch)
          gitlab | branch="main" | ref_path="refs/merge-requests/3/head" | DERIVATION_FAILED(branch)
          gitlab | workflow=".gitlab-ci.yml" | ci_config_ref_uri | DERIVATION_FAILED(workflow)
          gitlab | environment="hub" | environment | CLAIM_MISSING(environment)
          gitlab | ref_protected="true" | ref_protected="false" | CLAIM_MISMATCH(ref_protected)
          gitlab | | pipeline_source="merge_request_event" | TRIGGER_BLOCKED(merge_request_event)
          gitlab | | job_project_path="fork/trainer" | CLAIM_CONFLICT(job_project_path)
          gitlab | | namespace_path="other" | CLAIM_CONFLICT(project_path)
          circleci | | oidc.circleci.com/project-id="0000" | CLAIM_MISMATCH(oidc.circleci.com/project-id)
          circleci | branch="main" | oidc.circleci.com/vcs-ref="refs/heads/side" | CLAIM_MISMATCH(branch)
          circleci | oidc.circleci.com/vcs-origin="github.com/acme/trainer" | oidc.circleci.com/vcs-origin="github.com/fork/trainer" | CLAIM_MISMATCH(oidc.circleci.com/vcs-origin)
          circleci | | oidc.circleci.com/ssh-rerun=true | TRIGGER_BLOCKED(oidc.circleci.com/ssh-rerun)
          bitbucket | | repositoryUuid="{b22d}" | CLAIM_MISMATCH(repositoryUuid)
          bitbucket | branch="main" | branchName="side" | CLAIM_MISMATCH(branch)
          bitbucket | deploymentEnvironmentUuid="{e1}" | deploymentEnvironmentUuid | CLAIM_MISSING(deploymentEnvironmentUuid)
          generic | | sub="another-job" | CLAIM_MISMATCH(sub)
          generic | tier=7 | tier="7" | CLAIM_TYPE(tier)
          generic | prod=true | prod=false | CLAIM_MISMATCH(prod)
          generic | /team/name="ml" | team={"title":"ml"} | CLAIM_MISSING(/team/name)
          github | | aud="https://other.example" | AUDIENCE
          github | | aud=["https://a.example"] | AUDIENCE
          github | | iat=now-900, exp=now-600 | EXPIRED
          github | | nbf=now+600 | NOT_YET_VALID
          github | | exp=now+86000 | LIFETIME_TOO_LONG
          github | | jti | CLAIM_MISSING(jti)
          github | | sub | CLAIM_MISSING(sub)
          github | | exp="soon" | CLAIM_TYPE(exp)
          """)
  void the_thing_that_was_made_wrong_is_named(
      String preset, String asked, String seed, String reason) throws Exception {
    String resource = "acme/m" + ++models;
    ci.hub().model(ci.acme(), resource);
    String publishers =
        RepoId.parse(RepoType.MODEL, resource).orThrow().apiPath() + "/settings/trusted-publishers";
    Map<String, Object> wanted = new LinkedHashMap<>(anchor(preset));
    change(wanted, asked == null ? "" : asked);
    String body = CiFixture.publisherBody(issuer(preset).url(), wanted, false);
    assertThat(ci.hub().post(ci.acme(), publishers, body).statusCode()).isEqualTo(201);
    Map<String, Object> claims = good(preset, wanted);
    String good = issuer(preset).sign(claims);
    change(claims, seed);
    String token = issuer(preset).sign(claims);

    JsonNode fine = explain(good, resource);
    JsonNode wrong = explain(token, resource);
    CiFixture.Ran ran = ci.run(token, "explain", resource, "--token-stdin");
    List<JsonNode> rows = new AttemptRows(ci, publishers + "/attempts").after(2);

    assertThat(fine.get("accepted").booleanValue()).as(fine.toString()).isTrue();
    assertThat(texts(wrong.get("reasons"))).containsExactly(reason);
    assertThat(wrong.get("fix").stringValue()).isNotEmpty();
    assertThat(texts(JsonMapper.shared().readTree(ran.out()).get("reasons")))
        .containsExactly(reason);
    assertThat(ran.err()).contains("Try this: ");
    assertThat(rows.stream().map(row -> texts(row.get("reasons"))))
        .containsExactlyInAnyOrder(List.of(), List.of(reason));
  }

  /** Makes of claims what a cell of the table says. */
  private static void change(Map<String, Object> claims, String cell) {
    for (String part : cell.split(", ")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        claims.put(part.substring(0, equals), value(part.substring(equals + 1)));
      } else {
        claims.remove(part);
      }
    }
  }

  private static Object value(String text) {
    return text.startsWith(NOW)
        ? Instant.now().getEpochSecond() + Long.parseLong(text.substring(NOW.length()))
        : JsonMapper.shared().readValue(text, Object.class);
  }
}
