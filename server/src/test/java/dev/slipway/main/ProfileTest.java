package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ProfileTest {

  private static final String CARD =
      """
      ---
      license: mit
      language: [en, de]
      tags:
      - speech
      pipeline_tag: text-generation
      library_name: transformers
      base_model: acme/base
      datasets: [acme/d]
      empty:
      ---
      # A model
      """;

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static Shelf shelf;
  private static RepoKey key;
  private static String commit;
  private static String weights;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    shelf = new Shelf(hub, alice);
    RepoId id = RepoId.parse(RepoType.MODEL, "alice/m").orThrow();
    key = hub.repo(alice, id, false);
    weights = shelf.writeLarge(id, "w.bin", new byte[5000]);
    commit =
        shelf.write(
            id, Map.of("README.md", CARD, "config.json", "{\"model_type\": \"bert\"}", "d/x", "x"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static JsonNode info(String tail) {
    var answer = hub.get(NOBODY, "/api/models/alice/m" + tail);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/models/gpt2",
        "/api/models/gpt2/revision/main",
        "/api/datasets/squad/tree/main",
        "/gpt2/resolve/main/config.json",
        "/datasets/squad/raw/main/README.md"
      })
  void knows_no_repository_without_a_namespace(String path) {
    assertThat(hub.get(NOBODY, path).statusCode()).isEqualTo(401);
    var answer = hub.get(alice, path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  @Test
  void lets_a_repository_be_called_like_a_verb() {
    for (String name : List.of("resolve", "revision", "tree")) {
      RepoId id = hub.model(alice, "alice/" + name);

      assertThat(hub.get(NOBODY, id.apiPath() + "/revision/main").statusCode()).isEqualTo(200);
      assertThat(hub.get(NOBODY, "/" + id.path() + "/resolve/main/.gitattributes").statusCode())
          .isEqualTo(200);
      assertThat(hub.post(alice, id.apiPath() + "/nope", "{}").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void hides_private_repositories() {
    RepoKey secret = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/secret").orThrow(), true);
    String path = "/api/models/alice/secret/revision/main";

    assertThat(hub.get(NOBODY, path).statusCode()).isEqualTo(401);
    assertThat(header(hub.get(hub.user("eve"), path), "X-Error-Code")).isEqualTo("RepoNotFound");
    assertThat(json(hub.get(hub.job(secret, Scope.READ), path)).get("private").asBoolean())
        .isTrue();
  }

  @Test
  void knows_no_other_revisions() {
    var answer = hub.get(NOBODY, "/api/models/alice/m/revision/nope");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(answer, "X-Error-Message")).isEqualTo("Invalid rev id: nope");
  }

  @ParameterizedTest
  @ValueSource(strings = {"?expand=nope", "?expand[]=sha&expand[]=nope", "?expand=sha,nope"})
  void refuses_members_that_there_are_not(String query) {
    var answer =
        hub.get(NOBODY, "/api/models/alice/m" + query.replace("[", "%5B").replace("]", "%5D"));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").asString()).startsWith("\"expand\" must be one of [");
  }

  @Test
  void says_everything_about_a_model() {
    JsonNode info = info("");

    assertThat(info.get("_id").asString()).isEqualTo(key.hex());
    assertThat(info.get("id").asString()).isEqualTo("alice/m");
    assertThat(info.get("modelId").asString()).isEqualTo("alice/m");
    assertThat(info.get("author").asString()).isEqualTo("alice");
    assertThat(info.get("sha").asString()).isEqualTo(commit);
    assertThat(info.get("lastModified").asString()).endsWith("Z");
    assertThat(info.get("createdAt").asString()).endsWith("Z");
    assertThat(info.get("private").isBoolean()).isTrue();
    assertThat(info.get("gated").toString()).isEqualTo("false");
    assertThat(info.get("disabled").toString()).isEqualTo("false");
    assertThat(info.get("downloads").asInt()).isZero();
    assertThat(info.get("pipeline_tag").asString()).isEqualTo("text-generation");
    assertThat(info.get("library_name").asString()).isEqualTo("transformers");
    assertThat(info.get("config").get("model_type").asString()).isEqualTo("bert");
    assertThat(info.get("cardData").get("language").toString()).isEqualTo("[\"en\",\"de\"]");
    assertThat(info.get("usedStorage").asLong()).isGreaterThan(5000);
    assertThat(info.get("tags").toString())
        .isEqualTo(
            "[\"transformers\",\"speech\",\"text-generation\",\"en\",\"de\",\"dataset:acme/d\","
                + "\"base_model:acme/base\",\"license:mit\"]");
    assertThat(names(info))
        .containsExactly(".gitattributes", "README.md", "config.json", "d/x", "w.bin");
    assertThat(info.get("siblings").get(0).size()).isEqualTo(1);
    assertThat(info.has("trendingScore")).isFalse();
  }

  private static List<String> names(JsonNode info) {
    return info.get("siblings")
        .valueStream()
        .map(file -> file.get("rfilename").asString())
        .toList();
  }

  @Test
  void says_how_large_files_are_when_asked() {
    JsonNode file = info("?blobs=true&securityStatus=true").get("siblings").get(4);

    assertThat(file.get("size").asInt()).isEqualTo(5000);
    assertThat(file.get("blobId").asString()).matches("[0-9a-f]{40}");
    assertThat(file.get("lfs").toString())
        .isEqualTo("{\"size\":5000,\"sha256\":\"%s\",\"pointerSize\":129}".formatted(weights));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?expand=likes&expand=sha", "?expand%5B%5D=likes&expand%5B%5D=sha"})
  void shows_only_what_is_named(String query) {
    JsonNode info = info(query);

    assertThat(info.toString())
        .isEqualTo(
            "{\"_id\":\"%s\",\"id\":\"alice/m\",\"likes\":0,\"sha\":\"%s\"}"
                .formatted(key.hex(), commit));
  }

  @Test
  void shows_a_revision_as_it_was() {
    String first =
        json(hub.get(NOBODY, "/api/models/alice/m/commits/main")).get(2).get("id").asString();

    JsonNode info = info("/revision/" + first);

    assertThat(info.get("sha").asString()).isEqualTo(first);
    assertThat(names(info)).containsExactly(".gitattributes");
    assertThat(info.has("cardData")).isFalse();
    assertThat(info("/revision/HEAD").get("sha").asString()).isEqualTo(commit);
  }

  @Test
  void answers_head_without_a_body() {
    var answer =
        hub.send(
            NOBODY,
            "/api/models/alice/m/revision/main",
            request -> request.method("HEAD", BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void names_every_file_of_a_large_repository() {
    RepoId id = hub.model(alice, "alice/large");
    Map<String, String> files = new HashMap<>();
    IntStream.range(0, 2300).forEach(i -> files.put("d%d/%d.txt".formatted(i % 7, i), "x"));
    shelf.write(id, files);

    JsonNode info = json(hub.get(NOBODY, "/api/models/alice/large"));

    assertThat(names(info)).hasSize(2301).doesNotHaveDuplicates();
    assertThat(
            hub.send(
                    NOBODY,
                    "/api/models/alice/large",
                    request -> request.method("HEAD", BodyPublishers.noBody()))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void tells_what_a_space_is_made_with() {
    RepoId id = RepoId.parse(RepoType.SPACE, "alice/My_space").orThrow();
    hub.repo(alice, id, false);

    JsonNode info = json(hub.get(NOBODY, id.apiPath()));

    assertThat(info.get("sdk").asString()).isEqualTo("static");
    assertThat(info.get("subdomain").asString()).isEqualTo("alice-my-space");
    assertThat(info.get("runtime").get("stage").asString()).isEqualTo("STOPPED");
    assertThat(names(info)).contains("README.md");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void describes_every_type(RepoType type) {
    RepoId id = RepoId.of(type, "alice", "every").orThrow();
    hub.repo(alice, id, false);

    JsonNode info = json(hub.get(NOBODY, id.apiPath()));

    assertThat(info.get("id").asString()).isEqualTo("alice/every");
    assertThat(info.has("siblings")).isEqualTo(type != RepoType.KERNEL);
    assertThat(info.has("modelId")).isEqualTo(type == RepoType.MODEL);
  }

  @Test
  void shows_no_content_behind_a_closed_gate() {
    RepoId id = hub.model(alice, "alice/gated");
    shelf.write(id, Map.of("config.json", "{\"secret\": 1}"));
    hub.send(
        alice,
        "/api/models/alice/gated/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\": \"auto\"}")));

    JsonNode outside = json(hub.get(NOBODY, "/api/models/alice/gated"));
    JsonNode inside = json(hub.get(alice, "/api/models/alice/gated"));

    assertThat(outside.get("gated").asString()).isEqualTo("auto");
    assertThat(outside.has("config")).isFalse();
    assertThat(inside.get("config").get("secret").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"---\n[1\n---\n", "---\nx: !!java.io.File [a]\n---\n", "---\n- a\n---\n", "\0\1"})
  void says_nothing_of_a_card_that_cannot_be_read(String readme) {
    RepoId id = hub.model(alice, "alice/odd" + Integer.toHexString(readme.hashCode()));
    shelf.write(id, Map.of("README.md", readme, "config.json", "[1]"));

    var answer = hub.get(NOBODY, id.apiPath());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).has("config")).isFalse();
    assertThat(json(answer).get("tags")).isEmpty();
  }
}
