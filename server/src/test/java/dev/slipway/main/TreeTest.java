package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TreeTest {

  private static final String FORM = "application/x-www-form-urlencoded";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static Shelf shelf;
  private static String commit;
  private static String weights;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    shelf = new Shelf(hub, alice);
    RepoId id = hub.model(alice, "alice/m");
    shelf.write(id, Map.of("a/b/c.txt", "deep", "a/d.txt", "shallow", "top.txt", "top"));
    weights = shelf.writeLarge(id, "w.bin", new byte[5000]);
    hub.post(alice, "/api/models/alice/m/branch/feature%2Fx", "{}");
    commit = shelf.write(id, "feature%2Fx", Map.of("only/here.txt", "x"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void reads_a_short_revision_before_a_long_one() {
    RepoId id = hub.model(alice, "alice/two-readings");
    String api = "/api/models/alice/two-readings";
    hub.post(alice, api + "/branch/data", "{}");
    shelf.write(id, "data", Map.of("x/a.txt", "of data"));
    shelf.write(id, "main", Map.of("a.txt", "of main", "only.txt", "of main"));
    hub.post(alice, api + "/tag/main", "{\"tag\": \"data/x\"}");

    String pages = "/alice/two-readings/resolve/data/x/";
    assertThat(hub.get(NOBODY, pages + "a.txt").body()).isEqualTo("of data");
    assertThat(hub.get(NOBODY, pages + "only.txt").body()).isEqualTo("of main");
    assertThat(hub.get(NOBODY, "/alice/two-readings/resolve/data%2Fx/a.txt").body())
        .isEqualTo("of main");
    assertThat(json(hub.get(NOBODY, api + "/tree/data/x"))).hasSize(1);
    assertThat(json(hub.get(NOBODY, api + "/tree/data%2Fx"))).hasSize(3);
  }

  @Test
  void answers_about_a_very_long_revision() {
    var answer = tree("x".repeat(20_000));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(answer, "X-Error-Message")).hasSize(1024);
  }

  @Test
  void leads_on_from_a_very_long_path() {
    RepoId id = hub.model(alice, "alice/long");
    String path = ("\u00e4".repeat(120) + "/").repeat(16);
    shelf.write(id, Map.of(path + "a", "1", path + "b", "2"));
    String encoded = java.net.URLEncoder.encode(path, java.nio.charset.StandardCharsets.UTF_8);

    var answer = hub.get(NOBODY, "/api/models/alice/long/tree/main/" + encoded + "?limit=1");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Link")).contains("cursor=");
  }

  @Test
  void refuses_a_null_among_the_paths() {
    var answer = hub.post(NOBODY, "/api/models/alice/m/paths-info/main", "{\"paths\": [null]}");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST gpt2/paths-info/main",
        "POST gpt2/preupload/main",
        "POST gpt2/commit/main",
        "POST gpt2/branch/x",
        "POST gpt2/tag/main",
        "POST gpt2/super-squash/main",
        "GET gpt2/user-access-request/pending",
        "PUT gpt2/settings",
        "GET gpt2/auth-check",
        "GET gpt2/auth-check/write",
        "GET gpt2/xet-read-token/main",
        "GET gpt2/xet-write-token/main",
        "GET gpt2/discussions",
        "POST gpt2/discussions",
        "POST gpt2/discussions/1/comment"
      })
  void says_that_there_is_no_repository_without_a_namespace(String call) {
    String[] words = call.split(" ");

    var answer =
        hub.send(
            alice,
            "/api/models/" + words[1],
            request ->
                words[0].equals("GET")
                    ? request.GET()
                    : request.method(words[0], BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  private static HttpResponse<String> tree(String rest) {
    return hub.get(NOBODY, "/api/models/alice/m/tree/" + rest);
  }

  private static List<String> paths(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return StreamSupport.stream(json(answer).spliterator(), false)
        .map(entry -> entry.get("path").asString())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nope", "main%20x", "refs%2Fpr%2F1", "0000000000000000000000000000000000000000"})
  void knows_no_other_revisions(String revision) {
    var answer = tree(revision);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(answer, "X-Error-Message")).startsWith("Invalid rev id: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nope", "a/nope", "a%2Fnope", "top.txt", "a%5Cb", "%20", "a//b", ".git"})
  void knows_no_other_folders(String path) {
    var answer = tree("main/" + path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("EntryNotFound");
    assertThat(header(answer, "X-Repo-Commit")).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=0", "?limit=x", "?cursor=***", "?cursor=Li4vLi4"})
  void refuses_what_is_no_page(String query) {
    assertThat(tree("main" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void tells_strangers_nothing_of_private_repositories() {
    hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/secret").orThrow(), true);

    var answer = hub.get(NOBODY, "/api/models/alice/secret/tree/nope");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  @Test
  void lists_one_folder() {
    assertThat(paths(tree("main"))).containsExactly(".gitattributes", "a", "top.txt", "w.bin");
    assertThat(paths(tree("main/"))).hasSize(4);
    assertThat(paths(tree("main/a"))).containsExactly("a/b", "a/d.txt");
  }

  @Test
  void lists_folders_in_folders_before_what_is_in_them() {
    assertThat(paths(tree("main?recursive=true&expand=false")))
        .containsExactly(".gitattributes", "a", "a/b", "a/b/c.txt", "a/d.txt", "top.txt", "w.bin");
  }

  /** Python encodes the slashes of both; JavaScript encodes neither. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "feature%2Fx/only",
        "feature/x/only",
        "refs%2Fheads%2Ffeature%2Fx/only",
        "refs/heads/feature/x/only"
      })
  void reads_revisions_with_slashes_encoded_or_not(String rest) {
    assertThat(paths(tree(rest))).containsExactly("only/here.txt");
  }

  @Test
  void reads_commit_ids_whole_or_short() {
    assertThat(paths(tree(commit + "/only"))).hasSize(1);
    assertThat(paths(tree(commit.substring(0, 8) + "/only"))).hasSize(1);
    assertThat(paths(tree("HEAD/a%2Fb"))).containsExactly("a/b/c.txt");
  }

  @Test
  void shows_files_in_the_words_of_the_hub() {
    JsonNode entries = json(tree("main"));

    assertThat(entries.get(1).toString())
        .isEqualTo(
            "{\"type\":\"directory\",\"oid\":\"%s\",\"size\":0,\"path\":\"a\"}"
                .formatted(entries.get(1).get("oid").asString()));
    assertThat(entries.get(2).toString())
        .isEqualTo(
            "{\"type\":\"file\",\"oid\":\"c53cde5b4e6fd3ef11c8dfcf9ae09a4c3ccbe2dc\",\"size\":3,\"path\":\"top.txt\"}"
                .replace(
                    "c53cde5b4e6fd3ef11c8dfcf9ae09a4c3ccbe2dc",
                    entries.get(2).get("oid").asString()));
    assertThat(entries.get(3).get("size").asInt()).isEqualTo(5000);
    assertThat(entries.get(3).get("lfs").toString())
        .isEqualTo("{\"oid\":\"%s\",\"size\":5000,\"pointerSize\":129}".formatted(weights));
  }

  @Test
  void names_the_last_commit_when_expanded() {
    JsonNode entry = json(tree("main?expand=true")).get(3);

    assertThat(entry.get("lastCommit").get("title").asString()).isEqualTo("Add files");
    assertThat(entry.get("lastCommit").get("id").asString()).hasSize(40);
    assertThat(entry.get("lastCommit").get("date").asString()).endsWith("Z");
  }

  @Test
  void walks_all_pages_by_links() {
    RepoId id = hub.model(alice, "alice/many");
    Map<String, String> files =
        IntStream.range(0, 23)
            .boxed()
            .collect(Collectors.toMap("f o/%02d é.txt"::formatted, i -> "x" + i));
    shelf.write(id, new HashMap<>(files));

    List<String> seen = new ArrayList<>();
    String next = "/api/models/alice/many/tree/main?recursive=true&limit=10";
    int pages = 0;
    while (!next.isEmpty()) {
      var answer = hub.get(NOBODY, next);
      seen.addAll(paths(answer));
      String link = header(answer, "Link");
      assertThat(link).matches("|<" + hub.url() + "/.*[?&]cursor=[^&>]+>; rel=\"next\"");
      next = link.isEmpty() ? "" : link.substring(hub.url().length() + 1, link.indexOf('>'));
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(25).doesNotHaveDuplicates().contains("f o", "f o/00 é.txt");
  }

  @Test
  void answers_about_paths_by_form_and_by_json() {
    var byForm =
        hub.post(
            NOBODY,
            "/api/models/alice/m/paths-info/main",
            FORM,
            BodyPublishers.ofString("paths=top.txt&paths=a&paths=nope&paths=..%2Fx&expand=false"));
    var byJson =
        hub.post(
            NOBODY,
            "/api/models/alice/m/paths-info/main",
            "{\"paths\": [\"w.bin\", \"a/b\", \"\"], \"expand\": true}");

    assertThat(paths(byForm)).containsExactly("top.txt", "a");
    assertThat(paths(byJson)).containsExactly("w.bin", "a/b");
    assertThat(json(byJson).get(1).get("lastCommit").get("id").asString()).hasSize(40);
  }

  @Test
  void refuses_to_answer_about_more_than_a_thousand_paths() {
    String paths =
        IntStream.rangeClosed(0, 1000).mapToObj(i -> "paths=" + i).collect(Collectors.joining("&"));

    var answer =
        hub.post(
            NOBODY, "/api/models/alice/m/paths-info/main", FORM, BodyPublishers.ofString(paths));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void refuses_paths_that_are_no_text() {
    var answer = hub.post(NOBODY, "/api/models/alice/m/paths-info/main", "{\"paths\": [1]}");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void hides_the_hashes_of_large_files_behind_a_closed_gate() {
    hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/gated").orThrow(), false);
    try {
      shelf.writeLarge(RepoId.parse(RepoType.MODEL, "alice/gated").orThrow(), "w.bin", new byte[9]);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    gate("alice/gated");

    JsonNode outside = json(hub.get(NOBODY, "/api/models/alice/gated/tree/main")).get(1);
    JsonNode inside = json(hub.get(alice, "/api/models/alice/gated/tree/main")).get(1);

    assertThat(outside.get("lfs").get("oid").asString()).isEqualTo("*".repeat(64));
    assertThat(inside.get("lfs").get("oid").asString()).matches("[0-9a-f]{64}");
  }

  private static void gate(String repo) {
    var answer =
        hub.send(
            alice,
            "/api/models/" + repo + "/settings",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"gated\": \"manual\"}")));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void serves_every_type(RepoType type) {
    RepoId id = RepoId.of(type, "alice", "every").orThrow();
    hub.repo(alice, id, false);

    var answer = hub.get(NOBODY, id.apiPath() + "/tree/main");

    assertThat(paths(answer)).contains(".gitattributes");
  }
}
