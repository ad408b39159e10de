package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RepoListTest {

  private static final Duration INDEXED_WITHIN = Duration.ofSeconds(30);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static String bob;
  private static RepoKey secret;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    bob = hub.user("bob");
    Shelf shelf = new Shelf(hub, alice);
    shelf.write(hub.model(alice, "alice/first"), card("speech", "mit"));
    shelf.write(hub.model(alice, "alice/second_one"), card("speech", "apache-2.0"));
    shelf.write(hub.model(alice, "alice/third"), card("vision", "mit"));
    hub.model(bob, "bob/other");
    secret = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/secret").orThrow(), true);
    until("/api/models?filter=vision", list -> list.size() == 1);
    until("/api/models?filter=speech", list -> list.size() == 2);
  }

  private static Map<String, String> card(String tag, String license) {
    return Map.of(
        "README.md",
        "---\ntags: [%s]\nlicense: %s\npipeline_tag: asr\n---\n".formatted(tag, license));
  }

  /** Lists follow a change a moment later. */
  private static void until(String path, Predicate<JsonNode> isSo) {
    Instant deadline = Instant.now().plus(INDEXED_WITHIN);
    while (!isSo.test(json(hub.get(NOBODY, path)))) {
      assertThat(Instant.now()).as(path).isBefore(deadline);
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static List<String> ids(String token, String query) {
    return ids(hub.get(token, "/api/models" + query));
  }

  private static List<String> ids(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).valueStream().map(repo -> repo.get("id").asString()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?sort=nope",
        "?limit=0",
        "?limit=x",
        "?expand=nope",
        "?cursor=***",
        "?cursor=eA",
        "?cursor=eCB5"
      })
  void refuses_what_it_does_not_understand(String query) {
    assertThat(hub.get(NOBODY, "/api/models" + query).statusCode()).isEqualTo(400);
  }

  @Test
  void refuses_a_wrong_token() {
    assertThat(hub.get("hf_wrong", "/api/models").statusCode()).isEqualTo(401);
  }

  @Test
  void shows_private_repositories_to_those_alone_who_may_see_them() {
    assertThat(ids(NOBODY, "")).doesNotContain("alice/secret");
    assertThat(ids(bob, "")).doesNotContain("alice/secret");
    assertThat(ids(alice, "")).contains("alice/secret", "bob/other");
    assertThat(ids(hub.token("alice", Scope.READ), "")).contains("alice/secret");
    assertThat(ids(hub.token("alice", Scope.GATED_REPOS), "")).doesNotContain("alice/secret");
    assertThat(ids(hub.job(secret, Scope.READ), "")).contains("alice/secret");
  }

  @ParameterizedTest
  @CsvSource({
    "author=ALICE,3",
    "author=nobody,0",
    "search=SECOND_,1",
    "search=alice/,3",
    "search=%25,0",
    "filter=speech,2",
    "filter=speech&filter=license:mit,1",
    "'filter=speech,license:mit',1",
    "tags=vision,1",
    "pipeline_tag=asr,3",
    "pipeline_tag=none,0",
    "gated=true,0",
    "gated=false,4",
    "limit=2,2"
  })
  void finds_what_fits(String query, int count) {
    assertThat(ids(NOBODY, "?" + query)).hasSize(count);
  }

  @Test
  void puts_the_last_modified_first_unless_told_otherwise() {
    assertThat(ids(NOBODY, "?author=alice"))
        .containsExactly("alice/third", "alice/second_one", "alice/first");
    assertThat(ids(NOBODY, "?author=alice&sort=createdAt&direction=1"))
        .containsExactly("alice/first", "alice/second_one", "alice/third");
    assertThat(ids(NOBODY, "?author=alice&sort=id"))
        .containsExactly("alice/first", "alice/second_one", "alice/third");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "&sort=createdAt&direction=1", "&sort=id", "&sort=downloads&direction=-1"})
  void walks_all_pages_by_links(String order) {
    List<String> seen = new ArrayList<>();
    String next = "/api/models?limit=1" + order;
    while (!next.isEmpty()) {
      var answer = hub.get(NOBODY, next);
      seen.addAll(ids(answer));
      String link = header(answer, "Link");
      assertThat(link).matches("|<" + hub.url() + "/api/models\\?.*>; rel=\"next\"");
      next = link.isEmpty() ? "" : link.substring(hub.url().length() + 1, link.indexOf('>'));
    }

    assertThat(seen).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void shows_what_the_card_says() {
    JsonNode repo = json(hub.get(NOBODY, "/api/models?search=first&full=true")).get(0);

    assertThat(repo.get("sha").asString()).hasSize(40);
    assertThat(repo.get("tags").toString()).isEqualTo("[\"speech\",\"asr\",\"license:mit\"]");
    assertThat(repo.get("pipeline_tag").asString()).isEqualTo("asr");
    assertThat(repo.get("cardData").get("license").asString()).isEqualTo("mit");
    assertThat(repo.get("lastModified").asString()).endsWith("Z");
  }

  @Test
  void shows_only_what_is_named() {
    JsonNode repo = json(hub.get(NOBODY, "/api/models?search=first&expand=gated")).get(0);

    assertThat(repo.propertyNames()).containsExactly("_id", "id", "gated");
  }

  @Test
  void follows_a_change_of_the_card() {
    RepoId id = hub.model(alice, "alice/changing");
    Shelf shelf = new Shelf(hub, alice);
    shelf.write(id, card("before", "mit"));
    until("/api/models?filter=before", list -> list.size() == 1);

    shelf.write(id, card("after", "mit"));

    until("/api/models?filter=after", list -> list.size() == 1);
    assertThat(ids(NOBODY, "?filter=before")).isEmpty();
    hub.send(
        alice,
        "/api/repos/delete",
        request ->
            request
                .header("Content-Type", "application/json")
                .method(
                    "DELETE",
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"name\": \"alice/changing\"}")));
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"MODEL", "BUCKET"})
  void lists_every_type_by_itself(RepoType type) {
    hub.repo(alice, RepoId.of(type, "alice", "of-type").orThrow(), false);

    assertThat(ids(hub.get(NOBODY, "/api/" + type.plural()))).containsExactly("alice/of-type");
  }

  @Test
  void shows_people_what_they_own_and_nobody_else() {
    String carol = hub.user("carol");
    hub.repo(carol, RepoId.parse(RepoType.MODEL, "carol/m").orThrow(), true);
    hub.repo(carol, RepoId.parse(RepoType.DATASET, "carol/d").orThrow(), true);
    String path = "/api/settings/repositories";

    assertThat(hub.get(NOBODY, path).statusCode()).isEqualTo(401);
    assertThat(ids(hub.get(carol, path))).containsExactly("carol/d", "carol/m");
    JsonNode dataset = json(hub.get(carol, path + "?type=dataset&search=D")).get(0);
    assertThat(dataset.get("type").asString()).isEqualTo("dataset");
    assertThat(dataset.get("visibility").asString()).isEqualTo("private");
    assertThat(dataset.get("storage").isIntegralNumber()).isTrue();
    assertThat(header(hub.get(carol, path + "?limit=1"), "Link")).endsWith("; rel=\"next\"");
    assertThat(hub.get(carol, path + "?type=bouquet").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "nobody", "-"})
  void shows_organisations_to_members_alone(String name) {
    var answer = hub.get(bob, "/api/organizations/" + name + "/settings/repositories");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(hub.get(bob, "/api/organizations/bob/settings/repositories").statusCode())
        .isEqualTo(200);
  }
}
