package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tokens that die with their first commit or push. */
class BurnTest {

  private static final String API = "/api/models/acme/m";
  private static final String NDJSON = "application/x-ndjson";

  @TempDir private Path folder;
  @TempDir private Path home;
  private CiFixture ci;
  private HubFixture hub;
  private String token = "";

  @BeforeEach
  void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    CiIssuer github = ci.offline("github");
    String id = ci.publisher(github.url(), Map.of("repository", "acme/train"), false);
    hub.send(ci.acme(), "PATCH", CiFixture.PUBLISHERS + "/" + id, "{\"burnAfterCommit\": true}");
    token = ci.token(ci.job(github), "acme/m");
  }

  @AfterEach
  void stop() {
    ci.close();
  }

  private static String lines(String path) {
    return "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n"
        + "{\"key\": \"file\", \"value\": {\"path\": \""
        + path
        + "\", \"content\": \"x\"}}\n";
  }

  private HttpResponse<String> commit(String path, String lines) {
    return hub.post(token, API + path, NDJSON, BodyPublishers.ofString(lines));
  }

  private HttpResponse<String> commit(String lines) {
    return commit("/commit/main", lines);
  }

  private int commits() {
    return HubFixture.json(hub.get(ci.acme(), API + "/commits/main")).size();
  }

  private void isDead() {
    assertThat(commit(lines("late")).statusCode()).isEqualTo(401);
    assertThat(hub.get(token, "/api/whoami-v2").statusCode()).isEqualTo(401);
    assertThat(hub.get(token, API).statusCode()).isEqualTo(401);
    assertThat(hub.post(token, API + "/tag/main", "{\"tag\": \"t\"}").statusCode()).isEqualTo(401);
    assertThat(hub.post(token, API + "/preupload/main", "{\"files\": []}").statusCode())
        .isEqualTo(401);
    assertThat(hub.get(token, API + "/xet-write-token/main").statusCode()).isEqualTo(401);
    assertThat(hub.get(token, "/acme/m.git/info/refs?service=git-receive-pack").statusCode())
        .isEqualTo(401);
    assertThat(hub.post(token, "/acme/m.git/info/lfs/objects/batch", "{}").statusCode())
        .isEqualTo(401);
  }

  @Test
  void dies_with_its_commit() {
    assertThat(hub.get(token, "/api/whoami-v2").statusCode()).isEqualTo(200);

    assertThat(commit(lines("a")).statusCode()).isEqualTo(200);

    isDead();
    assertThat(commits()).isEqualTo(2);
  }

  @Test
  void a_commit_that_does_not_land_does_not_end_it() {
    assertThat(commit(lines("../a")).statusCode()).isEqualTo(400);
    assertThat(commit("/commit/none", lines("a")).statusCode()).isEqualTo(404);
    assertThat(hub.post(token, API + "/tag/main", "{\"tag\": \"t\"}").statusCode()).isEqualTo(200);

    assertThat(commit(lines("a")).statusCode()).isEqualTo(200);
  }

  @Test
  void the_same_request_again_gets_the_same_answer_and_changes_nothing() {
    String lines = lines("a") + "\n \n";
    HttpResponse<String> first = commit(lines);

    HttpResponse<String> again = commit(lines);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(HubFixture.header(again, "Content-Type"))
        .isEqualTo(HubFixture.header(first, "Content-Type"));
    assertThat(commits()).isEqualTo(2);
    assertThat(ci.audit("repo.commit")).hasSize(1);
  }

  @Test
  void what_differs_in_a_byte_is_another_request() {
    commit(lines("a"));

    assertThat(commit(lines("a") + "\n").statusCode()).isEqualTo(401);
    assertThat(commit(lines("b")).statusCode()).isEqualTo(401);
    assertThat(commit("/commit/main?x=1", lines("a")).statusCode()).isEqualTo(401);
    assertThat(commit("/commit/ma%69n", lines("a")).statusCode()).isEqualTo(401);
    assertThat(
            hub.post(
                    token,
                    API + "/commit/main",
                    "application/json",
                    BodyPublishers.ofString(lines("a")))
                .statusCode())
        .isEqualTo(401);
    assertThat(commit(lines("a")).statusCode()).isEqualTo(200);
    assertThat(commits()).isEqualTo(2);
  }

  @Test
  void the_answer_is_forgotten_with_the_publisher_and_when_its_time_is_over() {
    commit(lines("a"));
    hub.write(
        tx -> tx.handle().execute("UPDATE access_token SET expires_at = 1 WHERE kind = 'repo'"));

    assertThat(commit(lines("a")).statusCode()).isEqualTo(401);
  }

  @Test
  void a_commit_as_one_object_comes_again_too() {
    String body = "{\"summary\": \"s\", \"files\": [{\"path\": \"a\", \"content\": \"x\"}]}   ";
    HttpResponse<String> first = hub.post(token, API + "/commit/main", body);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(hub.post(token, API + "/commit/main", body).body()).isEqualTo(first.body());
    assertThat(hub.post(token, API + "/commit/main", body.strip()).statusCode()).isEqualTo(401);
  }

  @Test
  void of_commits_at_once_exactly_one_lands() throws Exception {
    List<Callable<HttpResponse<String>>> calls =
        IntStream.range(0, 8)
            .<Callable<HttpResponse<String>>>mapToObj(i -> () -> commit(lines("f" + i)))
            .toList();

    List<Integer> statuses;
    try (var threads = Executors.newFixedThreadPool(8)) {
      statuses =
          threads.invokeAll(calls).stream().map(call -> call.resultNow().statusCode()).toList();
    }

    assertThat(statuses).containsOnly(200, 401).containsOnlyOnce(200);
    assertThat(commits()).isEqualTo(2);
    isDead();
  }

  @Test
  void of_the_same_commit_at_once_one_lands_and_all_are_told_of_it() throws Exception {
    String lines = lines("same");
    List<Callable<HttpResponse<String>>> calls =
        IntStream.range(0, 8)
            .<Callable<HttpResponse<String>>>mapToObj(_ -> () -> commit(lines))
            .toList();

    List<String> answers;
    try (var threads = Executors.newFixedThreadPool(8)) {
      answers = threads.invokeAll(calls).stream().map(call -> call.resultNow().body()).toList();
    }

    JsonNode tip = HubFixture.json(hub.get(ci.acme(), API + "/commits/main")).get(0);
    assertThat(answers).allMatch(answer -> answer.contains(tip.get("id").stringValue()));
    assertThat(commits()).isEqualTo(2);
  }

  @Test
  void dies_with_its_push() {
    GitClient git = new GitClient(home);
    String remote = hub.url().replace("http://", "http://job:" + token + "@") + "/acme/m";
    git.run("", "clone", "-q", remote, "a").done();
    git.commit("a", "x", "x");

    git.run("a", "push", "-q", "origin", "main").done();

    git.commit("a", "y", "y");
    assertThat(git.run("a", "push", "origin", "main").code()).isNotZero();
    assertThat(commits()).isEqualTo(2);
    isDead();
  }

  @Test
  void a_push_that_is_refused_does_not_end_it() {
    GitClient git = new GitClient(home);
    String remote = hub.url().replace("http://", "http://job:" + token + "@") + "/acme/m";
    git.run("", "clone", "-q", remote, "a").done();
    git.commit("a", "x", "x");

    assertThat(git.run("a", "push", "-q", "origin", ":main").code()).isNotZero();
    git.run("a", "push", "-q", "origin", "main").done();

    isDead();
  }
}
