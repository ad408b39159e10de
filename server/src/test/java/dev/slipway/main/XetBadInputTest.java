package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.XorbBytes;
import dev.slipway.xet.packing.Limits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What is not what it says leaves nothing behind: no row, no object. */
class XetBadInputTest {

  private static final String ZERO = "0".repeat(64);
  private static final List<String> TABLES =
      List.of("xet_xorb", "xet_reach", "xet_chunk", "xet_file", "xet_file_xorb", "repo_blob");

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static int repos;
  private RepoId model;
  private String store = "";

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
  void makeRepository() {
    repos++;
    model = hub.model(alice, "alice/m" + repos);
    store = xet.writing(alice, model);
  }

  /** Everything that an upload could leave behind. */
  private static String traces() throws IOException {
    StringBuilder traces = new StringBuilder();
    hub.read(tx -> {
      for (String table : TABLES) {
        String count = "SELECT count(*) FROM " + table;
        traces
            .append(table)
            .append(' ')
            .append(tx.handle().createQuery(count).mapTo(Long.class).one());
        traces.append('\n');
      }
      return traces;
    });
    try (Stream<Path> files = Files.walk(folder.resolve("blobs"))) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("packs"))
          .sorted()
          .forEach(file -> traces.append(folder.relativize(file)).append('\n'));
    }
    return traces.toString();
  }

  static List<JsonNode> wrongXorbs() {
    return Vectors.refused("xorbs");
  }

  static List<JsonNode> wrongShards() {
    return Vectors.refused("shards");
  }

  @ParameterizedTest
  @MethodSource("wrongXorbs")
  void refuses_a_wrong_xorb(JsonNode wrong) throws IOException {
    String before = traces();

    var answer = xet.postXorb(store, Vectors.text(wrong, "url_hash"), Vectors.wrongBody(wrong));

    assertRefused(answer, Vectors.text(wrong, "why"));
    assertThat(traces()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("wrongShards")
  void refuses_a_wrong_shard_by_both_versions(JsonNode wrong) throws Exception {
    JsonNode upload = Vectors.caseNamed(Vectors.text(wrong, "case"));
    if (wrong.get("without_xorbs_of") == null) {
      xet.uploadXorbs(store, upload);
    } else {
      JsonNode xorb = upload.get("xorbs").get(0);
      byte[] body = Vectors.file(Vectors.text(xorb, "body"));
      assertThat(xet.postXorb(store, Vectors.text(xorb, "hash"), body).statusCode()).isEqualTo(200);
      hideXorbsOf(wrong.get("without_xorbs_of"));
    }
    String before = traces();

    for (String path : List.of("/v1/shards", "/v2/shards")) {
      var answer = xet.post(store, path, Vectors.wrongBody(wrong));
      assertRefused(answer, Vectors.text(wrong, "why"));
    }

    assertThat(traces()).isEqualTo(before);
  }

  /** Other tests may have brought them. */
  private static void hideXorbsOf(JsonNode names) {
    for (JsonNode name : Vectors.list(names)) {
      for (JsonNode xorb : Vectors.list(Vectors.caseNamed(name.asString()).get("xorbs"))) {
        hub.write(tx ->
            tx.handle().execute("DELETE FROM xet_xorb WHERE hash = ?", Vectors.text(xorb, "hash")));
      }
    }
  }

  private static void assertRefused(HttpResponse<String> answer, String why) {
    assertThat(answer.statusCode()).as(why + ": " + answer.body()).isEqualTo(400);
    assertThat(HubFixture.json(answer).get("error").asString()).isNotBlank();
  }

  @Test
  void refuses_a_xorb_that_says_it_is_too_large() throws IOException {
    String before = traces();
    long length = Limits.XORB_BODY.bytes() + 1;

    assertThat(announce("/xet/v1/xorbs/default/" + ZERO, length)).contains(" 413 ");
    assertThat(traces()).isEqualTo(before);
  }

  /** The first line of the answer to a body that is announced and does not come. */
  private String announce(String path, long length) throws IOException {
    URI address = URI.create(hub.url());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      String head =
          "POST %s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, store, length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  /** Such a client looks for the answer when it has sent everything. */
  @RepeatedTest(5)
  void tells_even_a_client_that_sends_it_all_the_same() throws IOException {
    byte[] much = new byte[1 << 20];
    URI address = URI.create(hub.url());
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      String head =
          "POST /xet/v1/xorbs/default/%s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\n"
              .formatted(ZERO, store);
      OutputStream out = socket.getOutputStream();
      out.write(
          (head + "Content-Length: " + 200L * much.length + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 200; i++) {
        out.write(much);
      }

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 413 ").contains("a xorb has at most");
    }
  }

  @Test
  void refuses_a_xorb_that_goes_on_and_on() throws IOException {
    String before = traces();

    var answer =
        hub.send(
            store,
            "/xet/v1/xorbs/default/" + ZERO,
            request ->
                request.POST(
                    BodyPublishers.ofInputStream(() -> new Endless(2 * Limits.XORB_BODY.bytes()))));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(traces()).isEqualTo(before);
  }

  /** Stored chunks of one byte each, for as long as it is read. */
  private static final class Endless extends InputStream {

    private static final byte[] CHUNK = {0, 1, 0, 0, 0, 1, 0, 0, 7};
    private final long length;
    private long at;

    Endless(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return at == length ? -1 : CHUNK[(int) (at++ % CHUNK.length)];
    }
  }

  @Test
  void refuses_a_small_body_that_unpacks_to_more_than_it_says() throws IOException {
    // An LZ4 frame whose one block repeats a byte for 64 KiB, in a chunk that says 100 bytes.
    byte[] block = new byte[300];
    Arrays.fill(block, (byte) 0xFF);
    block[0] = 0x1F;
    block[1] = 'x';
    block[2] = 1;
    block[3] = 0;
    byte[] frame = lz4Frame(block);
    byte[] body = new XorbBytes().packed(1, 100, frame).bytes();
    String before = traces();

    var answer = xet.postXorb(store, ZERO, body);

    assertRefused(answer, "over-expanding");
    assertThat(traces()).isEqualTo(before);
  }

  private static byte[] lz4Frame(byte[] block) {
    byte[] frame = new byte[7 + 4 + block.length + 4];
    byte[] head = {4, 0x22, 0x4D, 0x18, 0x60, 0x40, (byte) 0x82};
    System.arraycopy(head, 0, frame, 0, head.length);
    frame[7] = (byte) block.length;
    frame[8] = (byte) (block.length >> 8);
    System.arraycopy(block, 0, frame, 11, block.length);
    return frame;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/xorbs/default/xyz", "/v1/xorbs/default/00", "/v1/xorbs/default/%00"})
  void refuses_what_is_no_hash(String path) throws IOException {
    String before = traces();

    assertThat(xet.post(store, path, new byte[] {1}).statusCode()).isEqualTo(400);
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void refuses_a_shard_that_is_empty_or_too_large() throws IOException {
    String before = traces();
    long tooLong = Limits.SHARD_BODY.bytes() + 1;

    assertRefused(xet.post(store, "/v1/shards", new byte[0]), "empty");
    assertThat(announce("/xet/v2/shards", tooLong)).contains(" 413 ");
    assertThat(traces()).isEqualTo(before);
  }

  @Test
  void refuses_a_shard_whose_counts_go_beyond_its_end() throws IOException {
    byte[] shard = Vectors.file("shards/hello-0.shard");
    // The number of terms of the file, behind the header and its hash and flags.
    Arrays.fill(shard, 84, 88, (byte) 0xFF);
    String before = traces();

    assertRefused(xet.post(store, "/v1/shards", shard), "four billion terms");
    assertThat(traces()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=11-", "bytes=11-20", "bytes=256000000-767999999"})
  void answers_416_for_a_range_beyond_the_end(String range) {
    xet.upload(store, "hello");
    String hello = Vectors.text(Vectors.caseNamed("hello").get("files").get(0), "file_hash");

    for (String version : List.of("v1", "v2")) {
      var answer = xet.reconstruction(store, version, hello, range);
      assertThat(answer.statusCode()).isEqualTo(416);
      assertThat(HubFixture.header(answer, "Content-Range")).isEqualTo("bytes */11");
    }
  }

  @Test
  void answers_404_for_a_file_that_is_unknown() {
    assertThat(xet.reconstruction(store, "v1", ZERO, "").statusCode()).isEqualTo(404);
    assertThat(xet.reconstruction(store, "v2", ZERO, "bytes=0-1").statusCode()).isEqualTo(404);
    assertThat(xet.head(store, "/v1/files/" + ZERO).statusCode()).isEqualTo(404);
    assertThat(xet.get(store, "/v1/chunks/default/" + ZERO).statusCode()).isEqualTo(404);
  }
}
