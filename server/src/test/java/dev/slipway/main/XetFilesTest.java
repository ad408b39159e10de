package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A file that came in chunks is a file like any other, to every reader. */
class XetFilesTest {

  private static final JsonNode BLEND = Vectors.caseNamed("blend").get("files").get(0);
  private static final byte[] CONTENT = VectorInput.of(BLEND.get("input"));
  private static final String SHA256 = Vectors.text(BLEND, "sha256");
  private static final String HASH = Vectors.text(BLEND, "file_hash");
  private static final String LFS = "application/vnd.git-lfs+json";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static int repos;
  private RepoId model;
  private RepoKey key;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    alice = hub.user("alice");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void upload() {
    model = RepoId.of(RepoType.MODEL, "alice", "m" + repos++).orThrow();
    key = hub.repo(alice, model, false);
    xet.upload(xet.writing(alice, model), "blend");
  }

  private HttpResponse<String> commit(String sha256, long size) {
    String body =
        """
        {"key":"header","value":{"summary":"Add weights"}}
        {"key":"lfsFile","value":{"path":"w.bin","algo":"sha256","oid":"%s","size":%d}}
        """
            .formatted(sha256, size);
    return hub.post(
        alice,
        model.apiPath() + "/commit/main",
        "application/x-ndjson",
        BodyPublishers.ofString(body));
  }

  private String land() {
    var answer = commit(SHA256, CONTENT.length);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer).get("commitOid").asString();
  }

  private HttpResponse<byte[]> resolve(String header, String value) {
    return hub.send(
        alice,
        "/" + model.path() + "/resolve/main/w.bin",
        request -> request.header(header, value).GET(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void lands_by_its_sha256_and_is_listed_with_its_hash() {
    land();

    JsonNode entry = entry(json(hub.get(alice, model.apiPath() + "/tree/main")));
    assertThat(entry.get("xetHash").asString()).isEqualTo(HASH);
    assertThat(entry.get("size").asLong()).isEqualTo(CONTENT.length);
    assertThat(entry.get("lfs").get("oid").asString()).isEqualTo(SHA256);
    JsonNode info = entry(json(pathsInfo(alice)));
    assertThat(info.get("xetHash").asString()).isEqualTo(HASH);
  }

  private HttpResponse<String> pathsInfo(String token) {
    return hub.post(token, model.apiPath() + "/paths-info/main", "{\"paths\":[\"w.bin\"]}");
  }

  private static JsonNode entry(JsonNode list) {
    return Vectors.list(list).stream()
        .filter(entry -> Vectors.text(entry, "path").equals("w.bin"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void does_not_land_elsewhere_or_with_another_size() {
    assertThat(commit(SHA256, CONTENT.length - 1).statusCode()).isBetween(400, 422);

    model = hub.model(alice, "alice/elsewhere" + repos);
    assertThat(commit(SHA256, CONTENT.length).statusCode()).isBetween(400, 422);
  }

  @Test
  void does_not_land_by_a_sha256_that_was_not_its_own() {
    RepoId second = hub.model(alice, "alice/wrong");
    String store = xet.writing(alice, second);
    xet.uploadXorbs(store, Vectors.caseNamed("hello"));
    byte[] shard = Vectors.file("shards/hello-0.shard");
    shard[192] ^= 1;
    String hello = Vectors.text(Vectors.caseNamed("hello").get("files").get(0), "sha256");

    assertThat(xet.postShard(store, shard).statusCode()).isEqualTo(400);

    model = second;
    assertThat(commit(hello, 11).statusCode()).isBetween(400, 422);
    // The SHA-256 is stored with the bytes of each group in reverse.
    String flipped = hello.substring(0, 14) + flip(hello.substring(14, 16)) + hello.substring(16);
    assertThat(commit(flipped, 11).statusCode()).isBetween(400, 422);
  }

  private static String flip(String hex) {
    return "%02x".formatted(Integer.parseInt(hex, 16) ^ 1);
  }

  @Test
  void is_announced_to_clients_that_speak_xet() {
    String commit = land();
    String link =
        "<%s%s/xet-read-token/%s>; rel=\"xet-auth\", <%s/xet/v1/reconstructions/%s>; rel=\"xet-reconstruction-info\""
            .formatted(hub.url(), model.apiPath(), commit, hub.url(), HASH);

    for (String method : new String[] {"HEAD", "GET"}) {
      var answer =
          hub.send(
              alice,
              "/" + model.path() + "/resolve/main/w.bin",
              request -> request.method(method, BodyPublishers.noBody()),
              BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "X-Xet-Hash")).isEqualTo(HASH);
      assertThat(header(answer, "Link")).isEqualTo(link);
      assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
      assertThat(header(answer, "ETag")).isEqualTo("\"" + SHA256 + "\"");
      assertThat(header(answer, "X-Linked-Etag")).isEqualTo("\"" + SHA256 + "\"");
      assertThat(header(answer, "X-Linked-Size")).isEqualTo("" + CONTENT.length);
      assertThat(header(answer, "Content-Length")).isEqualTo("" + CONTENT.length);
    }
  }

  @Test
  void is_described_to_those_who_would_rather_have_chunks() {
    String commit = land();

    var answer = resolve("Accept", "application/vnd.xet-fileinfo+json, */*");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/vnd.xet-fileinfo+json");
    assertThat(header(answer, "X-Xet-Hash")).isEqualTo(HASH);
    assertThat(header(answer, "X-Linked-Size")).isEqualTo("" + CONTENT.length);
    assertThat(header(answer, "ETag")).isEqualTo("\"" + SHA256 + "\"");
    JsonNode info = new tools.jackson.databind.json.JsonMapper().readTree(answer.body());
    assertThat(info.get("hash").asString()).isEqualTo(HASH);
    assertThat(info.get("size").asLong()).isEqualTo(CONTENT.length);
    assertThat(info.get("etag").asString()).isEqualTo("\"" + SHA256 + "\"");
    assertThat(info.get("refreshUrl").asString())
        .isEqualTo(hub.url() + model.apiPath() + "/xet-read-token/" + commit);
    assertThat(info.get("reconstructionUrl").asString())
        .isEqualTo(hub.url() + "/xet/v1/reconstructions/" + HASH);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=131071-131073, 131071, 131074",
    "bytes=700000-1400000, 700000, 1400001",
    "bytes=1499999-, 1499999, 1500000",
    "bytes=1400000-99999999, 1400000, 1500000",
    "bytes=-5, 1499995, 1500000",
    "bytes=0-, 0, 1500000"
  })
  void is_read_from_any_byte_to_any(String range, int start, int end) {
    land();

    var answer = resolve("Range", range);

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(header(answer, "Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(start, end - 1, CONTENT.length));
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(CONTENT, start, end));
  }

  @Test
  void is_read_as_a_whole_and_has_no_byte_behind_its_end() {
    land();

    assertThat(resolve("Accept", "*/*").body()).isEqualTo(CONTENT);
    assertThat(resolve("Range", "bytes=" + CONTENT.length + "-").statusCode()).isEqualTo(416);
  }

  @Test
  void is_a_pointer_to_git() {
    land();

    var raw = hub.get(alice, "/" + model.path() + "/raw/main/w.bin");

    assertThat(raw.body())
        .isEqualTo(
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
                .formatted(SHA256, CONTENT.length));
  }

  @Test
  void hides_its_hash_behind_a_closed_gate() {
    land();
    hub.send(
        alice,
        model.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\":\"manual\"}")));

    String tree = hub.get(NOBODY, model.apiPath() + "/tree/main").body();

    assertThat(tree).contains("w.bin").doesNotContain(HASH).doesNotContain(SHA256);
    assertThat(pathsInfo(NOBODY).body()).doesNotContain(HASH).doesNotContain(SHA256);
    var outside =
        hub.send(NOBODY, "/" + model.path() + "/resolve/main/w.bin", HttpRequest.Builder::HEAD);
    assertThat(header(outside, "X-Xet-Hash")).isEmpty();
    assertThat(header(outside, "Link")).isEmpty();
    assertThat(hub.get(alice, model.apiPath() + "/tree/main").body()).contains(HASH);
  }

  private HttpResponse<String> batch(String operation, String transfers, String oid) {
    String body =
        """
        {"operation":"%s","transfers":[%s],"hash_algo":"sha256",
         "objects":[{"oid":"%s","size":%d}]}
        """
            .formatted(operation, transfers, oid, CONTENT.length);
    return hub.post(
        alice,
        "/" + model.path() + ".git/info/lfs/objects/batch",
        LFS,
        BodyPublishers.ofString(body));
  }

  @Test
  void is_downloaded_by_lfs() {
    land();

    JsonNode object = json(batch("download", "\"basic\"", SHA256)).get("objects").get(0);

    String href = object.get("actions").get("download").get("href").asString();
    var bytes =
        hub.send(
            NOBODY,
            href.substring(hub.url().length()),
            HttpRequest.Builder::GET,
            BodyHandlers.ofByteArray());
    assertThat(bytes.body()).isEqualTo(CONTENT);
  }

  @Test
  void lfs_clients_that_offer_it_are_told_to_use_xet() {
    var answer = json(batch("upload", "\"basic\",\"multipart\",\"xet\"", "ab".repeat(32)));

    assertThat(answer.get("transfer").asString()).isEqualTo("xet");
    JsonNode upload = answer.get("objects").get(0).get("actions").get("upload");
    assertThat(upload.get("href").asString())
        .isEqualTo(hub.url() + model.apiPath() + "/xet-write-token/main");
    assertThat(upload.get("header").get("X-Xet-Cas-Url").asString()).isEqualTo(hub.url() + "/xet");
    String token = upload.get("header").get("X-Xet-Access-Token").asString();
    assertThat(xet.reconstruction(token, "v2", HASH, "").statusCode()).isEqualTo(200);
    xet.upload(token, "hello");
    assertThat(json(batch("upload", "\"basic\"", "ab".repeat(32))).get("transfer").asString())
        .isEqualTo("basic");
  }

  @Test
  void is_already_there_for_lfs() {
    JsonNode object = json(batch("upload", "\"basic\",\"xet\"", SHA256)).get("objects").get(0);

    assertThat(object.get("actions")).isNull();
    assertThat(object.get("error")).isNull();
  }

  @Test
  void ends_with_its_repository() {
    land();

    hub.send(
        alice,
        "/api/repos/delete",
        request ->
            request
                .header("Content-Type", "application/json")
                .method(
                    "DELETE",
                    BodyPublishers.ofString(
                        "{\"name\":\"%s\",\"organization\":\"alice\"}".formatted(model.name()))));

    long rows =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    """
                    SELECT (SELECT count(*) FROM xet_reach WHERE repo_key = :repo)
                      + (SELECT count(*) FROM xet_file WHERE repo_key = :repo)
                      + (SELECT count(*) FROM xet_file_xorb WHERE repo_key = :repo)
                    """)
                .bind("repo", key.hex())
                .mapTo(Long.class)
                .one());
    assertThat(rows).isZero();
  }
}
