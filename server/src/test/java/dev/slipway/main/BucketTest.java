package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Buckets, and what is seen in one. */
class BucketTest {

  private static final JsonNode FILE = Vectors.caseNamed("bucket").get("files").get(0);
  private static final String HASH = Vectors.text(FILE, "file_hash");
  private static final byte[] CONTENT = VectorInput.of(FILE.get("input"));

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static String bob = "";
  private static int buckets;
  private String name = "";
  private String api = "";

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    alice = hub.user("alice");
    bob = hub.user("bob");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void make() {
    name = "alice/b" + buckets++;
    api = "/api/buckets/" + name;
    assertThat(hub.post(alice, api, "{\"private\":false}").statusCode()).isEqualTo(200);
    xet.upload(xet.storeToken(alice, api + "/xet-write-token"), "bucket");
  }

  private void put(String... paths) {
    List<String> lines = new ArrayList<>();
    for (String path : paths) {
      lines.add(
          "{\"type\":\"addFile\",\"path\":\"%s\",\"xetHash\":\"%s\",\"mtime\":1}"
              .formatted(path, HASH));
    }
    var answer =
        hub.post(
            alice,
            api + "/batch",
            "application/x-ndjson",
            BodyPublishers.ofString(String.join("\n", lines)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static List<String> paths(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Vectors.list(json(answer)).stream()
        .map(entry -> Vectors.text(entry, "type").charAt(0) + " " + Vectors.text(entry, "path"))
        .toList();
  }

  private List<String> tree(String tail) {
    return paths(hub.get(alice, api + "/tree" + tail));
  }

  @Test
  void is_created_once() {
    String other = "/api/buckets/alice/once" + buckets;

    var made = hub.post(alice, other, "{}");
    var again = hub.post(alice, other, "{}");
    var mine = hub.post(bob, "/api/buckets/me/mine" + buckets, "{\"visibility\":\"private\"}");

    assertThat(json(made).get("url").asString())
        .isEqualTo(hub.url() + "/buckets/alice/once" + buckets);
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).get("url").asString()).isEqualTo(json(made).get("url").asString());
    assertThat(json(mine).get("url").asString()).contains("/buckets/bob/mine");
    assertThat(hub.post(bob, "/api/buckets/alice/other", "{}").statusCode()).isEqualTo(403);
    assertThat(hub.post(NOBODY, "/api/buckets/alice/other", "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void says_how_much_is_in_it() {
    put("a", "b");

    JsonNode info = json(hub.get(NOBODY, api));

    assertThat(info.get("id").asString()).isEqualTo(name);
    assertThat(info.get("private").asBoolean()).isFalse();
    assertThat(info.get("createdAt").asString()).endsWith("Z");
    assertThat(info.get("size").asLong()).isEqualTo(60_000);
    assertThat(info.get("totalFiles").asLong()).isEqualTo(2);
  }

  @Test
  void is_listed_to_those_who_may_know_of_it() {
    String own = "/api/buckets/bob/";
    hub.post(bob, own + "open" + buckets, "{}");
    hub.post(bob, own + "secret" + buckets, "{\"private\":true}");

    String seen = hub.get(bob, "/api/buckets/me").body();
    String others = hub.get(alice, "/api/buckets/bob?search=" + buckets).body();

    assertThat(seen).contains("bob/open" + buckets).contains("bob/secret" + buckets);
    assertThat(others).contains("bob/open" + buckets).doesNotContain("secret");
    assertThat(hub.get(alice, "/api/buckets/bob?search=nothing").body()).isEqualTo("[]");
    assertThat(hub.get(NOBODY, "/api/buckets/me").statusCode()).isEqualTo(401);
  }

  @Test
  void is_listed_page_by_page() {
    var first = hub.get(alice, "/api/buckets/alice?limit=1");

    assertThat(json(first).size()).isEqualTo(1);
    if (buckets > 1) {
      assertThat(header(first, "Link")).contains("rel=\"next\"");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; d a,d a-b,f z",
        "?recursive=true; f a-b/c,f a/b/one,f a/b/two,f a/x,f z",
        "/a; d a/b,f a/x",
        "/a/; d a/b,f a/x",
        "/a?recursive=true; f a/b/one,f a/b/two,f a/x",
        "/a%2Fb; f a/b/one,f a/b/two",
        "/a/b; f a/b/one,f a/b/two",
        "/z; f z",
        "/a%2Fx?recursive=false; f a/x",
        "/nothing; ''"
      })
  void shows_its_files_and_folders(String tail, String expected) {
    put("a/b/one", "a/b/two", "a/x", "a-b/c", "z");

    assertThat(String.join(",", tree(tail).stream().sorted().toList()))
        .isEqualTo(String.join(",", Arrays.stream(expected.split(",")).sorted().toList()));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void shows_them_page_by_page(boolean recursive) {
    put("a/b/one", "a/b/two", "a/x", "a-b/c", "m", "z");
    List<String> all = tree("?recursive=" + recursive);

    List<String> walked = new ArrayList<>();
    String next = api + "/tree?limit=2&recursive=" + recursive;
    while (!next.isEmpty()) {
      var page = hub.get(alice, next);
      assertThat(json(page).size()).isBetween(1, 2);
      walked.addAll(paths(page));
      String link = header(page, "Link");
      next = link.isEmpty() ? "" : link.substring(1 + hub.url().length(), link.indexOf('>'));
    }

    assertThat(walked).isEqualTo(all);
  }

  /**
   * UTF-8 and Java order these differently, and many names begin like the folder without being in
   * it.
   */
  @ParameterizedTest
  @CsvSource({"/a,true", "/a,false", "'',true", "'',false"})
  void loses_no_name_between_pages(String prefix, boolean recursive) {
    List<String> names = new ArrayList<>(List.of("a/～", "a/😀", "a/😁", "～", "😀", "😁"));
    for (int i = 0; i < 5; i++) {
      names.add("a-" + i);
    }
    put(names.toArray(String[]::new));

    List<String> walked = new ArrayList<>();
    String next = api + "/tree" + prefix + "?limit=1&recursive=" + recursive;
    while (!next.isEmpty() && walked.size() <= names.size()) {
      var page = hub.get(alice, next);
      walked.addAll(paths(page));
      String link = header(page, "Link");
      next = link.isEmpty() ? "" : link.substring(1 + hub.url().length(), link.indexOf('>'));
    }

    int below = prefix.isEmpty() ? (recursive ? 11 : 9) : 3;
    assertThat(walked).doesNotHaveDuplicates().hasSize(below);
    assertThat(walked).isEqualTo(tree(prefix + "?recursive=" + recursive));
  }

  @Test
  void tells_what_is_at_paths() {
    put("a/one", "b");

    var found = hub.post(alice, api + "/paths-info", "{\"paths\":[\"b\",\"nothing\",\"a/one\"]}");

    assertThat(paths(found)).containsExactlyInAnyOrder("f a/one", "f b");
    assertThat(json(found).get(0).get("xetHash").asString()).isEqualTo(HASH);
    assertThat(hub.post(alice, api + "/paths-info", "{\"paths\":[7]}").statusCode()).isEqualTo(400);
    assertThat(hub.post(alice, api + "/paths-info", "{\"paths\":[]}").body()).isEqualTo("[]");
  }

  private HttpResponse<byte[]> resolve(String path, String range) {
    return hub.send(
        NOBODY,
        "/buckets/" + name + "/resolve/" + path,
        request -> range.isEmpty() ? request.GET() : request.header("Range", range).GET(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void gives_out_the_bytes_of_a_file() {
    put("a/w.bin");

    assertThat(resolve("a%2Fw.bin", "").body()).isEqualTo(CONTENT);
    assertThat(resolve("a/w.bin", "bytes=100-199").body())
        .isEqualTo(Arrays.copyOfRange(CONTENT, 100, 200));
    assertThat(resolve("a/w.bin", "bytes=30000-").statusCode()).isEqualTo(416);
    assertThat(resolve("a", "").statusCode()).isEqualTo(404);
    assertThat(header(resolve("nothing", ""), "X-Error-Code")).isEqualTo("EntryNotFound");
  }

  @Test
  void announces_the_chunks_of_a_file() {
    put("w.bin");

    var head = hub.send(NOBODY, "/buckets/" + name + "/resolve/w.bin", HttpRequest.Builder::HEAD);

    assertThat(header(head, "Content-Length")).isEqualTo("30000");
    assertThat(header(head, "X-Linked-Size")).isEqualTo("30000");
    assertThat(header(head, "X-Xet-Hash")).isEqualTo(HASH);
    assertThat(header(head, "ETag")).isNotBlank();
    assertThat(header(head, "Link"))
        .contains("<" + hub.url() + api + "/xet-read-token>; rel=\"xet-auth\"")
        .contains("/xet/v1/reconstructions/" + HASH + ">; rel=\"xet-reconstruction-info\"");
  }

  @Test
  void becomes_private_moves_and_ends() {
    put("w.bin");
    var settings =
        hub.send(
            alice,
            api + "/settings",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{\"private\":true}")));
    assertThat(settings.statusCode()).isEqualTo(200);
    assertThat(hub.get(NOBODY, api).statusCode()).isEqualTo(401);
    assertThat(hub.get(bob, api).statusCode()).isEqualTo(404);
    assertThat(resolve("w.bin", "").statusCode()).isEqualTo(401);

    var moved =
        hub.post(
            alice,
            "/api/repos/move",
            "{\"fromRepo\":\"%s\",\"toRepo\":\"%s-new\",\"type\":\"bucket\"}"
                .formatted(name, name));
    assertThat(moved.statusCode()).isEqualTo(200);
    assertThat(paths(hub.get(alice, api + "-new/tree"))).containsExactly("f w.bin");

    String reading = xet.storeToken(alice, api + "-new/xet-read-token");
    assertThat(hub.send(bob, api + "-new", HttpRequest.Builder::DELETE).statusCode())
        .isEqualTo(404);
    assertThat(hub.send(alice, api + "-new", HttpRequest.Builder::DELETE).statusCode())
        .isBetween(200, 204);
    assertThat(hub.get(alice, api + "-new").statusCode()).isEqualTo(404);
    assertThat(header(hub.get(alice, api + "-new"), "X-Error-Code")).isEqualTo("RepoNotFound");
    assertThat(xet.reconstruction(reading, "v2", HASH, "").statusCode()).isEqualTo(403);
  }
}
