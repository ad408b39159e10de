package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.main.XetClient.Part;
import dev.slipway.main.XetClient.Plan;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoId;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What real clients sent is taken in, and comes back as it was. */
class XetStoreTest {

  @TempDir private static Path folder;

  /** A hub for each client, because the first body of a xorb stays. */
  private static final Map<String, HubFixture> HUBS = new HashMap<>();

  private static int repos;
  private HubFixture hub;
  private XetClient xet;
  private RepoId model;
  private String alice = "";
  private String store = "";

  @BeforeAll
  static void start() throws Exception {
    for (String client : List.of("hf_xet", "js", "both")) {
      HUBS.put(client, HubFixture.start(folder.resolve(client)));
    }
  }

  @AfterAll
  static void stop() {
    HUBS.values().forEach(HubFixture::close);
  }

  @BeforeEach
  void choose() {
    on("both");
  }

  /** A repository of a user of its own, on the hub of a client. */
  private void on(String client) {
    hub = Objects.requireNonNull(HUBS.get(client));
    xet = new XetClient(hub);
    String user = "alice" + repos++;
    alice = hub.user(user);
    model = hub.model(alice, user + "/m");
    store = xet.writing(alice, model);
  }

  private RepoId another() {
    return hub.model(alice, model.namespace() + "/other");
  }

  static List<String> cases() {
    return Vectors.cases().stream().map(c -> Vectors.text(c, "name")).toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void takes_in_what_a_real_client_sends(String name) {
    JsonNode upload = Vectors.caseNamed(name);
    on(Vectors.text(upload, "client"));
    xet.uploadNeeds(store, upload);

    for (JsonNode xorb : Vectors.list(upload.get("xorbs"))) {
      byte[] body = Vectors.file(Vectors.text(xorb, "body"));
      var answer = xet.postXorb(store, Vectors.text(xorb, "hash"), body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(json(answer).get("was_inserted").asBoolean()).isTrue();
    }

    for (JsonNode shard : Vectors.list(upload.get("shards"))) {
      byte[] body = Vectors.file(Vectors.text(shard, "body"));
      assertEndsWithResult(xet.post(store, "/v2/shards", body));
      var first = xet.post(store, "/v1/shards", body);
      assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
      assertThat(json(first).get("result").asInt()).isBetween(0, 1);
    }
    for (JsonNode file : withContent(upload)) {
      var size = xet.head(store, "/v1/files/" + Vectors.text(file, "file_hash"));
      assertThat(size.statusCode()).isEqualTo(200);
      assertThat(header(size, "Content-Length")).isEqualTo(file.get("length").asString());
    }
  }

  private static void assertEndsWithResult(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith("application/x-ndjson");
    assertThat(answer.body()).endsWith("\n");
    String last = answer.body().lines().reduce("", (_, line) -> line);
    assertThat(last).contains("\"type\":\"result\"").contains("\"result\":1");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gives_each_range_of_a_file_back_by_both_versions(String name) throws Exception {
    on(Vectors.text(Vectors.caseNamed(name), "client"));
    xet.upload(store, name);
    String reading = xet.reading(alice, model);

    for (JsonNode file : withContent(Vectors.caseNamed(name))) {
      for (JsonNode expected : Vectors.list(file.get("reconstructions"))) {
        assertGivesBack(reading, "v1", file, expected);
        assertGivesBack(reading, "v2", file, expected);
      }
    }
  }

  private void assertGivesBack(String reading, String version, JsonNode file, JsonNode expected)
      throws Exception {
    String range = expected.get("range").isNull() ? "" : Vectors.text(expected, "range");
    var answer = xet.reconstruction(reading, version, Vectors.text(file, "file_hash"), range);

    assertThat(answer.statusCode()).as(range).isEqualTo(expected.get("status").asInt());
    if (answer.statusCode() == 416) {
      return;
    }
    Plan plan = XetClient.plan(version, json(answer));
    assertThat(plan.offset()).isEqualTo(expected.get("offset_into_first_range").asInt());
    assertThat(plan.terms()).isEqualTo(Vectors.list(expected.get("terms")));
    assertThat(plan.parts().keySet()).isEqualTo(expected.get("fetch").propertyNames());
    expected
        .get("fetch")
        .properties()
        .forEach(xorb ->
            assertThat(plan.partsOf(xorb.getKey()).stream().map(XetStoreTest::withoutUrl))
                .containsExactlyElementsOf(
                    Vectors.list(xorb.getValue()).stream()
                        .map(part -> XetClient.part(part.get("chunks"), part.get("bytes"), ""))
                        .toList()));
    assertContent(file, range, xet.assemble(plan));
  }

  private static Part withoutUrl(Part part) {
    return new Part(part.start(), part.end(), part.first(), part.last(), "");
  }

  private static void assertContent(JsonNode file, String range, byte[] assembled)
      throws Exception {
    byte[] whole = VectorInput.of(file.get("input"));
    if (range.isEmpty()) {
      assertThat(BlobId.of(MessageDigest.getInstance("SHA-256").digest(assembled)).hex())
          .isEqualTo(Vectors.text(file, "sha256"));
      assertThat(assembled).isEqualTo(whole);
      return;
    }
    String[] ends = range.substring("bytes=".length()).split("-", -1);
    int first = Integer.parseInt(ends[0]);
    int end = (int) Math.min(whole.length, Long.parseLong(ends[1]) + 1);
    assertThat(Arrays.copyOf(assembled, end - first))
        .isEqualTo(Arrays.copyOfRange(whole, first, end));
  }

  /** An empty file has no chunks: nobody asks the store for it. */
  private static List<JsonNode> withContent(JsonNode upload) {
    return Vectors.list(upload.get("files")).stream()
        .filter(file -> file.get("length").asLong() > 0)
        .toList();
  }

  @Test
  void keeps_the_first_of_two_bodies_of_a_xorb() throws Exception {
    assertKeepsFirst("table", "js-table");
    assertKeepsFirst("js-floats", "floats");
  }

  private void assertKeepsFirst(String first, String second) throws Exception {
    JsonNode upload = Vectors.caseNamed(first);
    JsonNode file = upload.get("files").get(0);
    xet.upload(store, first);
    Plan before = xet.plan(store, Vectors.text(file, "file_hash"));

    xet.upload(store, second);

    Plan after = xet.plan(store, Vectors.text(file, "file_hash"));
    assertThat(withoutUrl(after.firstPart())).isEqualTo(withoutUrl(before.firstPart()));
    assertThat(after.firstPart().last() + 1)
        .isEqualTo(upload.get("xorbs").get(0).get("body_length").asLong());
    assertThat(xet.assemble(after)).isEqualTo(VectorInput.of(file.get("input")));
  }

  @Test
  void says_that_a_xorb_is_new_unless_the_repository_reaches_all_of_it() {
    JsonNode xorb = Vectors.caseNamed("three-files").get("xorbs").get(0);
    xet.upload(store, "three-files");
    String other = xet.writing(alice, another());

    var again = postXorb(store, xorb);
    var elsewhere = postXorb(other, xorb);
    var elsewhereAgain = postXorb(other, xorb);

    assertThat(json(again).get("was_inserted").asBoolean()).isFalse();
    assertThat(json(elsewhere).get("was_inserted").asBoolean()).isTrue();
    assertThat(json(elsewhereAgain).get("was_inserted").asBoolean()).isFalse();
  }

  private HttpResponse<String> postXorb(String token, JsonNode xorb) {
    return xet.postXorb(
        token, Vectors.text(xorb, "hash"), Vectors.file(Vectors.text(xorb, "body")));
  }

  @Test
  void tells_newer_clients_which_xorbs_need_not_be_sent() {
    String hash = Vectors.text(Vectors.caseNamed("random").get("xorbs").get(0), "hash");
    String grant = "/v1/xorb-grants/default/" + hash;
    String other = xet.writing(alice, another());
    var before = xet.post(store, grant, new byte[0]);

    xet.uploadXorbs(store, Vectors.caseNamed("random"));

    assertThat(before.statusCode()).isEqualTo(404);
    assertThat(xet.post(store, grant, new byte[0]).statusCode()).isEqualTo(200);
    assertThat(xet.post(other, grant, new byte[0]).statusCode()).isEqualTo(404);
  }

  @Test
  void answers_head_for_a_xorb_that_the_repository_reaches() {
    JsonNode xorb = Vectors.caseNamed("random").get("xorbs").get(0);
    String path = "/v1/xorbs/default/" + Vectors.text(xorb, "hash");
    xet.uploadXorbs(store, Vectors.caseNamed("random"));
    String other = xet.writing(alice, another());

    var here = xet.head(store, path);

    assertThat(here.statusCode()).isEqualTo(200);
    assertThat(header(here, "Content-Length")).isEqualTo(xorb.get("body_length").asString());
    assertThat(xet.head(other, path).statusCode()).isEqualTo(404);
  }

  @Test
  void takes_a_shard_of_a_file_whose_xorbs_came_to_another_repository() throws Exception {
    xet.upload(store, "random");
    RepoId second = another();
    String other = xet.writing(alice, second);

    byte[] shard = Vectors.file("shards/again-0.shard");
    xet.uploadXorbs(store, Vectors.caseNamed("changed"));
    var answer = xet.postShard(other, shard);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode file = Vectors.caseNamed("random").get("files").get(0);
    Plan plan = xet.plan(xet.reading(alice, second), Vectors.text(file, "file_hash"));
    assertThat(xet.assemble(plan)).isEqualTo(VectorInput.of(file.get("input")));
  }

  @Test
  void sends_newer_clients_back_to_the_older_way() {
    assertThat(xet.post(store, "/v3/shards", new byte[0]).statusCode()).isEqualTo(404);
    assertThat(xet.post(store, "/v1/telemetry", new byte[0]).statusCode()).isEqualTo(204);
    assertThat(xet.get(store, "/v2/file-chunk-hashes/" + "0".repeat(64)).statusCode())
        .isEqualTo(404);
  }
}
