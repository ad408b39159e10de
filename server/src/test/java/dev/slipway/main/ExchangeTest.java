package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static dev.slipway.main.CiFixture.parameters;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Exchanges that are granted, how often one ID token is, and what ends what they gave. */
class ExchangeTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");

  @TempDir private Path folder;
  private CiFixture ci;

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private int write(String token) {
    return ci.hub().post(token, "/api/models/acme/m/tag/main", "{\"tag\": \"t\"}").statusCode();
  }

  private int whoami(String token) {
    return ci.hub().get(token, "/api/whoami-v2").statusCode();
  }

  @Test
  void a_github_job_gets_a_token_that_writes_to_its_repository() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    String id =
        ci.publisher(
            github.url(),
            Map.of("repository", "Acme/Train", "branch", "main", "workflow", "publish.yml"),
            false);

    HttpResponse<String> answer = ci.exchange(github.sign(github.github(ci.hub().url())), "acme/m");

    JsonNode json = HubFixture.json(answer);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json.propertyNames())
        .containsExactly("access_token", "token_type", "expires_in", "issued_token_type");
    assertThat(json.get("access_token").stringValue()).startsWith("hf_jwt_");
    assertThat(json.get("token_type").stringValue()).isEqualTo("bearer");
    assertThat(json.get("expires_in").intValue()).isEqualTo(3600);
    assertThat(json.get("issued_token_type").stringValue())
        .isEqualTo("urn:ietf:params:oauth:token-type:access_token");
    assertThat(HubFixture.header(answer, "Cache-Control")).isEqualTo("no-store");
    assertThat(HubFixture.header(answer, "Pragma")).isEqualTo("no-cache");
    assertThat(HubFixture.header(answer, "X-Request-Id")).isNotEmpty();
    assertThat(write(json.get("access_token").stringValue())).isEqualTo(200);
    JsonNode used = HubFixture.json(ci.hub().get(ci.acme(), CiFixture.PUBLISHERS)).get(0);
    assertThat(used.get("id").stringValue()).isEqualTo(id);
    assertThat(used.get("lastUsedAt").isString()).isTrue();
    assertThat(ci.count("SELECT count(*) FROM audit_event WHERE action = 'token.exchange'"))
        .isEqualTo(1);
  }

  @Test
  void a_gitlab_job_gets_one_by_a_form() throws Exception {
    CiIssuer gitlab = ci.issuer("gitlab", "");
    ci.publisher(gitlab.url(), Map.of("project_path", "acme/ml/trainer", "branch", "main"), false);
    String token = gitlab.sign(gitlab(gitlab));

    HttpResponse<String> answer = ci.exchangeForm(parameters(token, "acme/m"));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private Map<String, Object> gitlab(CiIssuer issuer) {
    Map<String, Object> claims = issuer.claims(ci.hub().url());
    claims.put("project_path", "acme/ml/trainer");
    claims.put("namespace_path", "acme/ml");
    claims.put("ref", "main");
    claims.put("ref_type", "branch");
    claims.put("ref_path", "refs/heads/main");
    claims.put("pipeline_source", "push");
    return claims;
  }

  @Test
  void a_circleci_job_gets_one() throws Exception {
    CiIssuer circle = ci.issuer("circleci", "/org/0c1d");
    ci.publisher(
        circle.url(), Map.of("oidc.circleci.com/project-id", "8f2a", "branch", "main"), false);
    Map<String, Object> claims = circle.claims(ci.hub().url());
    claims.remove("jti");
    claims.put("oidc.circleci.com/org-id", "0c1d");
    claims.put("oidc.circleci.com/project-id", "8f2a");
    claims.put("oidc.circleci.com/vcs-ref", "refs/heads/main");
    claims.put("oidc.circleci.com/ssh-rerun", false);

    assertThat(ci.exchange(circle.sign(claims), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void a_bitbucket_step_with_several_audiences_gets_one() throws Exception {
    CiIssuer bitbucket = ci.issuer("bitbucket", "/2.0/workspaces/acme");
    ci.publisher(bitbucket.url(), Map.of("repositoryUuid", "a11c", "branch", "main"), false);
    Map<String, Object> claims = bitbucket.claims(ci.hub().url());
    claims.put("aud", List.of("ari:cloud:bitbucket::workspace/99ab", ci.hub().url()));
    claims.put("repositoryUuid", "{a11c}");
    claims.put("branchName", "main");

    HttpResponse<String> answer = ci.exchange(bitbucket.sign(claims), "acme/m");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void a_job_of_any_other_issuer_gets_one() throws Exception {
    CiIssuer other = ci.issuer("generic", "");
    ci.publisher(other.url(), Map.of("sub", "the-job", "tier", 7, "prod", true), false);
    Map<String, Object> claims = other.claims(ci.hub().url());
    claims.put("tier", 7);
    claims.put("prod", true);

    assertThat(ci.exchange(other.sign(claims), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void keys_that_the_operator_pasted_serve_the_real_address_of_github() throws Exception {
    CiIssuer github = ci.unregistered("");
    String url = "https://token.actions.githubusercontent.com";
    Path keys = java.nio.file.Files.writeString(folder.resolve("keys"), github.keySet());
    assertThat(ci.run("", "issuer", "add", url, "--jwks", keys.toString()).code()).isZero();
    ci.publisher(url, TRAIN, false);
    Map<String, Object> claims = github.github(ci.hub().url());
    claims.put("iss", url);

    assertThat(ci.exchange(github.sign(claims), "acme/m").statusCode()).isEqualTo(200);
    assertThat(github.requests()).isZero();
  }

  @Test
  void a_user_publisher_gives_a_token_that_only_reads() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    String body = CiFixture.publisherBody(github.url(), TRAIN, false);
    assertThat(ci.hub().post(ci.acme(), "/api/settings/trusted-publishers", body).statusCode())
        .isEqualTo(201);

    String token = ci.token(github.sign(github.github(ci.hub().url())), "ACME");

    assertThat(token).startsWith("hf_oauth_");
    assertThat(whoami(token)).isEqualTo(200);
    assertThat(write(token)).isEqualTo(403);
    assertThat(
            ci.count(
                "SELECT count(*) FROM audit_event WHERE action = 'token.exchange'"
                    + " AND actor_kind = 'user' AND actor = 'acme'"))
        .isEqualTo(1);
  }

  @Test
  void h12_write_goes_before_read_only_then_most_claims() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), Map.of("repository", "acme/train", "branch", "main"), true);
    ci.publisher(github.url(), TRAIN, false);

    String token = ci.token(github.sign(github.github(ci.hub().url())), "acme/m");

    assertThat(write(token)).isEqualTo(200);
  }

  @Test
  void a5_a_scope_narrows_the_token() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
    Map<String, Object> wanted = parameters(github.sign(github.github(ci.hub().url())), "acme/m");
    wanted.put("scope", "read");

    String token = HubFixture.json(ci.exchange(wanted)).get("access_token").stringValue();

    assertThat(write(token)).isEqualTo(403);
  }

  @Test
  void g14_of_fifty_requests_at_once_exactly_one_gets_a_token() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
    String token = github.sign(github.github(ci.hub().url()));
    Callable<Integer> once = () -> ci.exchange(token, "acme/m").statusCode();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = threads.invokeAll(java.util.Collections.nCopies(50, once));

      assertThat(answers.stream().map(future -> future.resultNow()))
          .containsOnly(200, 400)
          .containsOnlyOnce(200);
    }
    assertThat(ci.traces()).startsWith("1 tokens, 1 uses");
  }

  @Test
  void g16_a_gitlab_token_serves_processes_and_resources_but_not_for_ever() throws Exception {
    CiIssuer gitlab = ci.issuer("gitlab", "");
    ci.publisher(gitlab.url(), Map.of("project_path", "acme/ml/trainer"), false);
    RepoId data = RepoId.parse(RepoType.DATASET, "acme/d").orThrow();
    ci.hub().repo(ci.acme(), data, false);
    ci.hub()
        .post(
            ci.acme(),
            "/api/datasets/acme/d/settings/trusted-publishers",
            CiFixture.publisherBody(
                gitlab.url(), Map.of("project_path", "acme/ml/trainer"), false));
    String token = gitlab.sign(gitlab(gitlab));

    for (int use = 0; use < 10; use++) {
      assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
      assertThat(ci.exchange(token, "datasets/acme/d").statusCode()).isEqualTo(200);
    }
    HttpResponse<String> oneMore = ci.exchange(token, "acme/m");

    assertThat(error(oneMore)).isEqualTo("400 invalid_grant");
    assertThat(oneMore.body()).contains("already used");
    assertThat(ci.count("SELECT count(DISTINCT session_id) FROM access_token WHERE kind = 'repo'"))
        .isEqualTo(1);
  }

  @Test
  void g13_one_issuer_cannot_use_up_the_ids_of_another() throws Exception {
    CiIssuer ours = ci.issuer("github", "");
    CiIssuer theirs = ci.issuer("github", "");
    ci.publisher(ours.url(), TRAIN, false);
    ci.publisher(theirs.url(), TRAIN, false);
    Map<String, Object> claims = ours.github(ci.hub().url());
    Map<String, Object> copy = theirs.github(ci.hub().url());
    copy.put("jti", claims.get("jti"));

    assertThat(ci.exchange(theirs.sign(copy), "acme/m").statusCode()).isEqualTo(200);
    assertThat(ci.exchange(ours.sign(claims), "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void g17_a_refused_exchange_does_not_use_up_the_token() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    String wrong = ci.publisher(github.url(), Map.of("repository", "acme/other"), false);
    String token = github.sign(github.github(ci.hub().url()));
    assertThat(error(ci.exchange(token, "acme/m"))).isEqualTo("400 invalid_grant");
    String fixed = "{\"claims\": {\"repository\": {\"kind\": \"eq\", \"value\": \"acme/train\"}}}";

    int changed =
        ci.hub()
            .send(
                ci.acme(),
                CiFixture.PUBLISHERS + "/" + wrong,
                request ->
                    request
                        .header("Content-Type", "application/json")
                        .method("PATCH", java.net.http.HttpRequest.BodyPublishers.ofString(fixed)))
            .statusCode();

    assertThat(changed).isEqualTo(200);
    assertThat(ci.exchange(token, "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void i8_removing_a_publisher_ends_its_tokens_at_once() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    String id = ci.publisher(github.url(), TRAIN, false);
    String token = ci.token(github.sign(github.github(ci.hub().url())), "acme/m");
    assertThat(whoami(token)).isEqualTo(200);

    var removed = ci.run("", "publisher", "remove", "acme/m", id);

    assertThat(removed.code()).as(removed.err()).isZero();
    assertThat(whoami(token)).isEqualTo(401);
  }

  @Test
  void i8_disabling_an_issuer_ends_its_tokens_at_once() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.token(github.sign(github.github(ci.hub().url())), "acme/m");

    assertThat(ci.run("", "issuer", "disable", github.url()).code()).isZero();

    assertThat(whoami(token)).isEqualTo(401);
    String next = github.sign(github.github(ci.hub().url()));
    assertThat(error(ci.exchange(next, "acme/m"))).isEqualTo("400 invalid_grant");
    ci.run("", "issuer", "add", github.url(), "--allow-private", "--preset", "github");
    assertThat(error(ci.exchange(next, "acme/m"))).isEqualTo("400 invalid_grant");
    ci.run("", "issuer", "enable", github.url());
    assertThat(ci.exchange(next, "acme/m").statusCode()).isEqualTo(200);
  }

  @Test
  void i7_locking_the_owner_ends_tokens_and_exchanges() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
    String token = ci.token(github.sign(github.github(ci.hub().url())), "acme/m");

    assertThat(ci.run("", "user", "lock", "acme").code()).isZero();

    assertThat(whoami(token)).isEqualTo(401);
    String next = github.sign(github.github(ci.hub().url()));
    assertThat(error(ci.exchange(next, "acme/m"))).isEqualTo("400 invalid_grant");
  }

  @Test
  void i5_publishers_follow_a_move_and_die_with_their_repository() throws Exception {
    CiIssuer github = ci.issuer("github", "");
    ci.publisher(github.url(), TRAIN, false);
    String move = "{\"fromRepo\": \"acme/m\", \"toRepo\": \"acme/n\", \"type\": \"model\"}";
    assertThat(ci.hub().post(ci.acme(), "/api/repos/move", move).statusCode()).isEqualTo(200);
    assertThat(ci.exchange(github.sign(github.github(ci.hub().url())), "acme/m").statusCode())
        .isEqualTo(200);
    String token = ci.token(github.sign(github.github(ci.hub().url())), "ACME/N");

    ci.hub()
        .send(
            ci.acme(),
            "/api/repos/delete",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .method(
                        "DELETE",
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                            "{\"name\": \"n\", \"organization\": \"acme\", \"type\": \"model\"}")));
    ci.hub().model(ci.acme(), "acme/n");

    assertThat(whoami(token)).isEqualTo(401);
    String next = github.sign(github.github(ci.hub().url()));
    assertThat(error(ci.exchange(next, "acme/n"))).isEqualTo("400 invalid_grant");
    assertThat(ci.count("SELECT count(*) FROM publisher")).isZero();
  }
}
