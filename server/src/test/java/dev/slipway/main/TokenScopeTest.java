package dev.slipway.main;

import static dev.slipway.main.CiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token for some branches and tags, on every way that moves one. */
class TokenScopeTest {

  private static final Map<String, String> TRAIN = Map.of("repository", "acme/train");
  private static final String API = "/api/models/acme/m";

  @TempDir private Path folder;
  @TempDir private Path home;
  private CiFixture ci;
  private HubFixture hub;
  private CiIssuer github;
  private GitClient git;
  private String id = "";

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    github = ci.offline("github");
    git = new GitClient(home);
    id = ci.publisher(github.url(), TRAIN, false);
    edit("{\"refs\": [\"refs/heads/main\", \"refs/tags/v*\"]}");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private HttpResponse<String> edit(String json) {
    HttpResponse<String> answer =
        hub.send(ci.acme(), "PATCH", CiFixture.PUBLISHERS + "/" + id, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private String job() {
    return ci.token(ci.job(github), "acme/m");
  }

  private HttpResponse<String> commit(String token, String branch, String path) {
    String lines =
        "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n"
            + "{\"key\": \"file\", \"value\": {\"path\": \""
            + path
            + "\", \"content\": \"x\"}}";
    return hub.post(
        token, API + "/commit/" + branch, "application/x-ndjson", BodyPublishers.ofString(lines));
  }

  private String refs() {
    return hub.get(ci.acme(), API + "/refs").body();
  }

  private void isRefused(HttpResponse<String> answer, String ref) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body())
        .contains("may not change " + ref + ", only refs/heads/main, refs/tags/v*");
  }

  @Test
  void commits_go_onto_its_branches_alone() {
    hub.post(ci.acme(), API + "/branch/dev", "{}");
    String before = refs();
    String token = job();

    isRefused(commit(token, "dev", "a"), "refs/heads/dev");
    isRefused(commit(token, "refs%2Fheads%2Fdev", "a"), "refs/heads/dev");
    assertThat(refs()).isEqualTo(before);
    assertThat(commit(token, "main", "a").statusCode()).isEqualTo(200);
  }

  @Test
  void branches_are_made_and_deleted_within_it_alone() {
    hub.post(ci.acme(), API + "/branch/dev", "{}");
    String before = refs();
    String token = job();

    isRefused(hub.post(token, API + "/branch/other", "{}"), "refs/heads/other");
    isRefused(hub.post(token, API + "/branch/v1", "{}"), "refs/heads/v1");
    isRefused(hub.post(token, API + "/branch/dev", "{\"overwrite\": true}"), "refs/heads/dev");
    isRefused(hub.send(token, "DELETE", API + "/branch/dev", ""), "refs/heads/dev");
    assertThat(refs()).isEqualTo(before);
  }

  @Test
  void tags_are_made_and_deleted_within_it_alone() {
    hub.post(ci.acme(), API + "/tag/main", "{\"tag\": \"stable\"}");
    String before = refs();
    String token = job();

    isRefused(hub.post(token, API + "/tag/main", "{\"tag\": \"main\"}"), "refs/tags/main");
    isRefused(hub.post(token, API + "/tag/main", "{\"tag\": \"v/1\"}"), "refs/tags/v/1");
    isRefused(
        hub.post(token, API + "/tag/main", "{\"tag\": \"w\", \"message\": \"m\"}"), "refs/tags/w");
    isRefused(hub.send(token, "DELETE", API + "/tag/stable", ""), "refs/tags/stable");
    assertThat(refs()).isEqualTo(before);
    assertThat(hub.post(token, API + "/tag/main", "{\"tag\": \"v1\"}").statusCode()).isEqualTo(200);
    assertThat(hub.send(token, "DELETE", API + "/tag/v1", "").statusCode()).isEqualTo(200);
  }

  @Test
  void of_a_push_each_other_reference_is_refused_with_a_sentence() {
    String remote = hub.url().replace("http://", "http://job:" + job() + "@") + "/acme/m";
    git.run("", "clone", "-q", remote, "a").done();
    git.commit("a", "x", "x");
    git.run("a", "tag", "v1").done();
    String before = refs();

    var whole = git.run("a", "push", "--atomic", "origin", "main", "main:refs/heads/dev");

    assertThat(whole.code()).isNotZero();
    assertThat(whole.output()).contains("This token may not change refs/heads/dev");
    assertThat(git.run("a", "push", "origin", "main:refs/heads/dev").code()).isNotZero();
    assertThat(git.run("a", "push", "origin", "v1:refs/tags/w1").code()).isNotZero();
    assertThat(refs()).isEqualTo(before);
    assertThat(git.run("a", "push", "origin", "v1", "main:refs/heads/dev").code()).isNotZero();
    assertThat(refs()).contains("refs/tags/v1").doesNotContain("refs/heads/dev");
    git.run("a", "push", "-q", "origin", "main").done();
    assertThat(refs()).isNotEqualTo(before).doesNotContain("refs/heads/dev");
  }

  @Test
  void uploads_move_no_reference() {
    String token = job();
    String batch =
        """
        {"operation": "upload", "objects": [{"oid": "%s", "size": 3}]}
        """
            .formatted("ab".repeat(32));

    HttpResponse<String> lfs = hub.post(token, "/acme/m.git/info/lfs/objects/batch", batch);

    assertThat(lfs.statusCode()).isEqualTo(200);
    assertThat(lfs.body()).contains("\"upload\"");
    assertThat(hub.get(token, API + "/xet-write-token/main").statusCode()).isEqualTo(200);
  }

  @Test
  void a_narrower_scope_ends_the_tokens_of_the_wider_one() {
    String token = job();

    edit("{\"refs\": [\"refs/heads/main\", \"refs/tags/*\"]}");
    assertThat(commit(token, "main", "a").statusCode()).isEqualTo(401);
    String later = job();
    edit("{\"refs\": [\"refs/heads/main\", \"refs/heads/dev\", \"refs/tags/*\"]}");
    assertThat(commit(later, "main", "b").statusCode()).isEqualTo(200);
    edit("{\"refs\": [\"refs/heads/main\"]}");
    assertThat(commit(later, "main", "c").statusCode()).isEqualTo(401);
  }

  @Test
  void what_has_no_branches_cannot_be_limited_to_some() {
    hub.repo(ci.acme(), RepoId.parse(RepoType.BUCKET, "acme/b").orThrow(), false);
    String bucket = "/api/buckets/acme/b/settings/trusted-publishers";

    for (String limit :
        new String[] {"\"refs\": [\"refs/heads/main\"]", "\"burnAfterCommit\": true"}) {
      String body =
          CiFixture.publisherBody(github.url(), TRAIN, false)
              .replaceFirst("\\{", "{" + limit + ", ");
      HttpResponse<String> answer = hub.post(ci.acme(), bucket, body);
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("no branches, tags or commits here");
      assertThat(hub.post(ci.acme(), "/api/settings/trusted-publishers", body).statusCode())
          .isEqualTo(400);
    }
    assertThat(ci.count("SELECT count(*) FROM publisher")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"refs\": [\"main\"]}",
        "{\"refs\": [\"refs/heads/**\"]}",
        "{\"refs\": \"refs/heads/main\"}",
        "{\"refs\": [null]}",
        "{\"tokenLifetimeSeconds\": 299}",
        "{\"tokenLifetimeSeconds\": 3601}",
        "{\"tokenLifetimeSeconds\": -9223372036854775808}",
        "{\"tokenLifetimeSeconds\": 300.5}",
        "{\"tokenLifetimeSeconds\": \"300\"}",
        "{\"maxTokenAgeSeconds\": 59}",
        "{\"maxTokenAgeSeconds\": 86401}",
        "{\"expiresAt\": \"2020-01-01T00:00:00Z\"}",
        "{\"expiresAt\": \"tomorrow\"}",
        "{\"expiresAt\": \"+1000000000-12-31T23:59:59Z\"}",
        "{\"paused\": \"yes\"}",
        "{\"burnAfterCommit\": 1}"
      })
  void refuses_what_cannot_be_and_changes_nothing(String body) {
    String before = hub.get(ci.acme(), CiFixture.PUBLISHERS).body();

    HttpResponse<String> answer =
        hub.send(ci.acme(), "PATCH", CiFixture.PUBLISHERS + "/" + id, body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(hub.get(ci.acme(), CiFixture.PUBLISHERS).body()).isEqualTo(before);
  }

  @Test
  void a_token_lives_as_long_as_its_publisher_says() {
    edit("{\"tokenLifetimeSeconds\": 300}");

    HttpResponse<String> answer = ci.exchange(ci.job(github), "acme/m");

    assertThat(HubFixture.json(answer).get("expires_in").intValue()).isEqualTo(300);
    assertThat(ci.count("SELECT expires_at - created_at FROM access_token WHERE kind = 'repo'"))
        .isEqualTo(300_000);
    String token = HubFixture.json(answer).get("access_token").stringValue();
    edit("{\"tokenLifetimeSeconds\": 600}");
    assertThat(commit(token, "main", "a").statusCode()).isEqualTo(200);
    String longer = job();
    edit("{\"tokenLifetimeSeconds\": 300}");
    assertThat(commit(longer, "main", "b").statusCode()).isEqualTo(401);
  }

  @Test
  void the_command_says_what_the_api_says() {
    var edited =
        ci.run(
            "",
            "publisher",
            "edit",
            "acme/m",
            id,
            "--token-lifetime",
            "5m",
            "--ref",
            "refs/heads/dev",
            "--burn-after-commit",
            "--max-token-age",
            "10m",
            "--paused",
            "--name",
            "nightly");

    assertThat(edited.code()).as(edited.err()).isZero();
    var json = HubFixture.json(hub.get(ci.acme(), CiFixture.PUBLISHERS)).get(0);
    assertThat(json.get("tokenLifetimeSeconds").intValue()).isEqualTo(300);
    assertThat(json.get("refs").toString()).isEqualTo("[\"refs/heads/dev\"]");
    assertThat(json.get("burnAfterCommit").booleanValue()).isTrue();
    assertThat(json.get("maxTokenAgeSeconds").intValue()).isEqualTo(600);
    assertThat(json.get("paused").booleanValue()).isTrue();
    assertThat(json.get("version").intValue()).isEqualTo(3);
    assertThat(json.get("claims").toString()).contains("acme/train");
    ci.run("", "publisher", "edit", "acme/m", id, "--ref", "any", "--max-token-age", "none");
    ci.run("", "publisher", "edit", "acme/m", id, "--no-paused", "--no-burn-after-commit");
    assertThat(ci.run("", "publisher", "list", "acme/m", "--json").out())
        .contains("\"refs\":\"\"", "\"maxTokenAgeSeconds\":\"none\"", "\"paused\":false")
        .contains("\"burnAfterCommit\":false", "\"tokenLifetimeSeconds\":300");
    assertThat(ci.run("", "publisher", "edit", "acme/m", id, "--ref", "main").code()).isEqualTo(2);
    assertThat(ci.run("", "publisher", "edit", "acme/m", "0123", "--paused").code()).isEqualTo(1);
    assertThat(error(ci.exchange(ci.job(github), "acme/m"))).isEqualTo("200 ");
  }
}
