package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HistoryTest {

  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static Shelf shelf;
  private RepoId id = RepoId.parse(RepoType.MODEL, "alice/m").orThrow();
  private RepoKey key;
  private String api = "";
  private String tip = "";

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    hub.user("bob");
    shelf = new Shelf(hub, alice);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void makeRepository() {
    id = RepoId.of(RepoType.MODEL, "alice", "m" + COUNT.incrementAndGet()).orThrow();
    key = hub.repo(alice, id, false);
    api = id.apiPath();
    tip = shelf.write(id, Map.of("a.txt", "a"));
  }

  private HttpResponse<String> post(String tail, String json) {
    return hub.post(alice, api + tail, json);
  }

  private HttpResponse<String> delete(String tail) {
    return hub.send(alice, api + tail, HttpRequest.Builder::DELETE);
  }

  private JsonNode refs() {
    return json(hub.get(NOBODY, api + "/refs"));
  }

  private List<String> names(String kind) {
    return refs().get(kind).valueStream().map(ref -> ref.get("name").asString()).toList();
  }

  @ParameterizedTest
  @CsvSource({"/branch/dev,{}", "/tag/main,'{\"tag\":\"v1\"}'", "/super-squash/main,{}"})
  void lets_nobody_change_references_who_may_not(String tail, String body) {
    assertThat(hub.post(NOBODY, api + tail, body).statusCode()).isEqualTo(401);
    assertThat(hub.post(hub.token("bob", Scope.WRITE), api + tail, body).statusCode())
        .isEqualTo(403);
    assertThat(hub.post(hub.token("alice", Scope.READ), api + tail, body).statusCode())
        .isEqualTo(403);
    assertThat(hub.post(hub.job(key, Scope.READ), api + tail, body).statusCode()).isEqualTo(403);
  }

  @Test
  void lets_a_job_make_branches_and_tags_but_not_squash() {
    String job = hub.job(key, Scope.WRITE);

    assertThat(hub.post(job, api + "/branch/dev", "{}").statusCode()).isEqualTo(201);
    assertThat(hub.post(job, api + "/tag/main", "{\"tag\":\"v1\",\"message\":\"m\"}").statusCode())
        .isEqualTo(200);
    assertThat(hub.post(job, api + "/super-squash/main", "{}").statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HEAD",
        "refs%2Fpr%2F1",
        "0123456789012345678901234567890123456789",
        "a%20b",
        "a..b",
        "-x",
        "x.lock",
        "%E2%80%8B%3A"
      })
  void refuses_names_that_mean_something_else(String name) {
    assertThat(post("/branch/" + name, "{}").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{\"startingPoint\": 1}", "{\"emptyBranch\": \"yes\"}", "{"})
  void refuses_bodies_of_another_shape(String body) {
    assertThat(post("/branch/dev", body).statusCode()).isEqualTo(400);
    assertThat(names("branches")).containsExactly("main");
  }

  @Test
  void makes_a_branch_where_it_is_told_to() {
    String first = json(hub.get(NOBODY, api + "/commits/main")).get(1).get("id").asString();

    var answer = post("/branch/dev", "{\"startingPoint\": \"%s\"}".formatted(first));

    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(refs().get("branches").toString())
        .isEqualTo(
            ("[{\"name\":\"main\",\"ref\":\"refs/heads/main\",\"targetCommit\":\"%s\"},"
                    + "{\"name\":\"dev\",\"ref\":\"refs/heads/dev\",\"targetCommit\":\"%s\"}]")
                .formatted(tip, first));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/branch/feature%2Fx", "/branch/feature/x"})
  void makes_and_deletes_branches_with_slashes(String tail) {
    assertThat(post(tail, "").statusCode()).isEqualTo(201);
    assertThat(names("branches")).containsExactly("main", "feature/x");
    assertThat(delete(tail).statusCode()).isEqualTo(200);
    assertThat(names("branches")).containsExactly("main");
  }

  @Test
  void keeps_a_branch_that_is_there() {
    post("/branch/dev", "{}");
    String moved = shelf.write(id, Map.of("b.txt", "b"));

    assertThat(post("/branch/dev", "{}").statusCode()).isEqualTo(409);
    assertThat(post("/branch/dev/x", "{}").statusCode()).isEqualTo(409);
    assertThat(post("/branch/dev", "{\"overwrite\": true}").statusCode()).isEqualTo(201);
    assertThat(refs().get("branches").get(1).get("targetCommit").asString()).isEqualTo(moved);
  }

  @Test
  void keeps_the_default_branch() {
    assertThat(delete("/branch/main").statusCode()).isEqualTo(403);
    assertThat(delete("/branch/refs%2Fheads%2Fmain").statusCode()).isEqualTo(403);
    assertThat(post("/branch/main", "{\"overwrite\": true, \"emptyBranch\": true}").statusCode())
        .isEqualTo(403);
  }

  @Test
  void makes_an_empty_branch() {
    assertThat(post("/branch/blank", "{\"emptyBranch\": true}").statusCode()).isEqualTo(201);

    assertThat(hub.get(NOBODY, api + "/tree/blank").body()).isEqualTo("[]");
  }

  @Test
  void finds_no_branch_where_there_is_none() {
    var gone = delete("/branch/nope");
    var start = post("/branch/dev", "{\"startingPoint\": \"nope\"}");

    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(header(gone, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(start.statusCode()).isEqualTo(404);
    assertThat(header(start, "X-Error-Message")).isEqualTo("Invalid rev id: nope");
  }

  @Test
  void tags_a_commit_with_or_without_a_message() {
    assertThat(post("/tag/main", "{\"tag\": \"v1\", \"message\": \"first\"}").statusCode())
        .isEqualTo(200);
    assertThat(post("/tag/" + tip, "{\"tag\": \"rel/2\"}").statusCode()).isEqualTo(200);

    JsonNode tags = refs().get("tags");
    assertThat(tags.valueStream().map(tag -> tag.get("targetCommit").asString()))
        .containsExactly(tip, tip);
    assertThat(names("tags")).containsExactly("rel/2", "v1");
    assertThat(hub.get(NOBODY, "/" + id.path() + "/resolve/v1/a.txt").body()).isEqualTo("a");
  }

  @Test
  void keeps_a_tag_that_is_there_and_finds_none_where_there_is_none() {
    post("/tag/main", "{\"tag\": \"v1\"}");

    assertThat(post("/tag/main", "{\"tag\": \"v1\"}").statusCode()).isEqualTo(409);
    assertThat(post("/tag/main", "{}").statusCode()).isEqualTo(400);
    assertThat(post("/tag/nope", "{\"tag\": \"v2\"}").statusCode()).isEqualTo(404);
    assertThat(delete("/tag/v1").statusCode()).isEqualTo(200);
    assertThat(header(delete("/tag/v1"), "X-Error-Code")).isEqualTo("RevisionNotFound");
  }

  @Test
  void squashes_a_history_into_one_commit() {
    var answer = post("/super-squash/main", "{\"message\": \"all\"}");

    JsonNode commits = json(hub.get(NOBODY, api + "/commits/main"));
    assertThat(commits).hasSize(1);
    assertThat(commits.get(0).get("id").asString())
        .isEqualTo(json(answer).get("commitId").asString());
    assertThat(commits.get(0).get("title").asString()).isEqualTo("all");
    assertThat(hub.get(NOBODY, "/" + id.path() + "/resolve/main/a.txt").body()).isEqualTo("a");
  }

  @Test
  void does_not_squash_what_is_not_there_or_under_a_long_message() {
    assertThat(post("/super-squash/nope", "{}").statusCode()).isEqualTo(404);
    assertThat(post("/super-squash/main", "{\"message\":\"" + "x".repeat(501) + "\"}").statusCode())
        .isEqualTo(400);
  }

  @Test
  void shows_other_kinds_of_references_when_asked() {
    assertThat(refs().has("pullRequests")).isFalse();
    assertThat(refs().get("converts")).isEmpty();
    assertThat(json(hub.get(NOBODY, api + "/refs?include_prs=1")).get("pullRequests")).isEmpty();
  }

  @Test
  void lists_commits_youngest_first_and_counts_them() {
    shelf.write(id, Map.of("b.txt", "b"));

    var answer = hub.get(NOBODY, api + "/commits/main?limit=2&expand%5B%5D=formatted");

    JsonNode commits = json(answer);
    assertThat(header(answer, "X-Total-Count")).isEqualTo("3");
    assertThat(header(answer, "Link"))
        .isEqualTo(
            "<%s%s/commits/main?limit=2&expand%%5B%%5D=formatted&p=1>; rel=\"next\""
                .formatted(hub.url(), api));
    assertThat(commits.get(0).get("title").asString()).isEqualTo("Add files");
    assertThat(commits.get(0).get("formatted").get("title").asString()).isEqualTo("Add files");
    assertThat(commits.get(0).get("date").asString()).endsWith("Z");
    assertThat(commits.get(0).get("authors").get(0).get("user").asString()).isEqualTo("alice");
    assertThat(commits.get(1).get("id").asString()).isEqualTo(tip);
    var last = hub.get(NOBODY, api + "/commits/main?limit=2&p=1");
    assertThat(json(last).get(0).get("title").asString()).isEqualTo("initial commit");
    assertThat(header(last, "Link")).isEmpty();
    assertThat(json(hub.get(NOBODY, api + "/commits/main?p=9"))).isEmpty();
  }

  @Test
  void names_a_job_as_the_author_of_what_it_wrote() {
    new Shelf(hub, hub.job(key, Scope.WRITE)).write(id, Map.of("c.txt", "c"));

    JsonNode author = json(hub.get(NOBODY, api + "/commits/main")).get(0).get("authors").get(0);

    assertThat(author.get("user").asString()).isEqualTo("[OIDC]");
  }

  @ParameterizedTest
  @CsvSource({"dev%2Fx", "dev/x", "refs/heads/dev/x"})
  void lists_commits_of_revisions_with_slashes(String revision) {
    post("/branch/dev%2Fx", "{}");

    assertThat(json(hub.get(NOBODY, api + "/commits/" + revision))).hasSize(2);
    assertThat(hub.get(NOBODY, api + "/commits/nope").statusCode()).isEqualTo(404);
  }

  @Test
  void writes_what_happened_into_the_audit() {
    post("/branch/dev", "{}");
    delete("/branch/dev");
    post("/super-squash/main", "{}");

    List<String> actions =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT action FROM audit_event WHERE target = :target ORDER BY id")
                .bind("target", id.path())
                .mapTo(String.class)
                .list());

    assertThat(actions).endsWith("repo.create_branch", "repo.delete_branch", "repo.squash");
  }

  @Test
  void squashes_the_branch_that_head_means() {
    hub.model(alice, "alice/squash-head");

    var answer = hub.post(alice, "/api/models/alice/squash-head/super-squash/HEAD", "{}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void takes_a_commit_id_in_capitals() {
    hub.model(alice, "alice/capitals");
    String api = "/api/models/alice/capitals";
    String sha = json(hub.get(alice, api)).get("sha").asString();

    var answer = hub.get(alice, api + "/revision/" + sha.toUpperCase(java.util.Locale.ROOT));

    assertThat(json(answer).get("sha").asString()).isEqualTo(sha);
    assertThat(hub.get(alice, api + "/tree/" + sha.toUpperCase(java.util.Locale.ROOT)).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void serves_every_type(RepoType type) {
    RepoId every = RepoId.of(type, "alice", "every").orThrow();
    hub.repo(alice, every, false);

    assertThat(json(hub.get(NOBODY, every.apiPath() + "/refs")).get("branches")).hasSize(1);
    assertThat(header(hub.get(NOBODY, every.apiPath() + "/commits/main"), "X-Total-Count"))
        .isEqualTo("1");
  }
}
