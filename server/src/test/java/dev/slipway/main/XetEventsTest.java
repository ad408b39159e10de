package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.MerkleTree;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.ShardBytes;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A shard whose check takes long, of a sparse file of more than a GiB, answers while it runs. */
class XetEventsTest {

  private static final int TERMS = 9000;
  private static final int CHUNK_BYTES = 128 * 1024;
  private static final int PROVEN = 1 << 31;
  private static final int WITH_SHA256 = 1 << 30;
  private static final JsonNode ZEROS = Vectors.caseNamed("zeros");
  private static final XetHash XORB = Vectors.hash(ZEROS.get("xorbs").get(0), "hash");
  private static final XetHash CHUNK =
      Vectors.hash(ZEROS.get("xorbs").get(0).get("chunks").get(0), "hash");
  private static final XetHash PROOF =
      Vectors.hash(ZEROS.get("files").get(0).get("terms").get(0), "verification");

  @TempDir private Path folder;
  private HubFixture hub;
  private XetClient xet;
  private String store = "";

  @BeforeEach
  void start() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    String alice = hub.user("alice");
    RepoId model = hub.model(alice, "alice/m");
    store = xet.writing(alice, model);
    xet.uploadXorbs(store, ZEROS);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static XetHash hash() {
    MerkleTree tree = new MerkleTree(new Blake3());
    for (int i = 0; i < TERMS; i++) {
      tree.add(CHUNK, CHUNK_BYTES);
    }
    return tree.fileHash();
  }

  private static byte[] shard(XetHash lastProof) {
    ShardBytes shard = new ShardBytes().record(hash(), PROVEN, TERMS);
    for (int i = 0; i < TERMS; i++) {
      shard.record(XORB, 0, CHUNK_BYTES, 0, 1);
    }
    for (int i = 1; i < TERMS; i++) {
      shard.record(PROOF);
    }
    return shard.record(lastProof).bookend().bookend().bytes();
  }

  private List<JsonNode> events(byte[] shard) {
    var answer = xet.postShard(store, shard);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).startsWith("application/x-ndjson");
    JsonMapper mapper = JsonMapper.builder().build();
    return answer.body().lines().filter(line -> !line.isBlank()).map(mapper::readTree).toList();
  }

  private String size() {
    return header(xet.head(store, "/v1/files/" + hash()), "Content-Length");
  }

  @Test
  void ends_with_a_result() {
    JsonNode last = events(shard(PROOF)).getLast();

    assertThat(last.get("type").asString()).isEqualTo("result");
    assertThat(last.get("result").asInt()).isEqualTo(1);
    assertThat(size()).isEqualTo("" + (long) TERMS * CHUNK_BYTES);
  }

  @Test
  void ends_with_an_error_if_something_is_wrong() {
    JsonNode last = events(shard(CHUNK)).getLast();

    assertThat(last.get("type").asString()).isEqualTo("error");
    assertThat(last.get("message").asString()).contains("verification hash");
    assertThat(last.get("retryable").asBoolean()).isFalse();
    assertThat(xet.head(store, "/v1/files/" + hash()).statusCode()).isEqualTo(404);
  }

  /** Both are hashed by the same few threads in turns, and the first had begun before. */
  @Test
  void nothing_is_hashed_to_its_end_for_a_client_that_left() throws Exception {
    Sparse left = sparse(TERMS);
    Sparse waited = sparse(TERMS + 1);
    URI uri = URI.create(hub.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      byte[] shard = left.shard();
      String head =
          "POST /xet/v1/shards HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
              + "Content-Length: %d\r\n\r\n";
      socket.getOutputStream().write(head.formatted(store, shard.length).getBytes(UTF_8));
      socket.getOutputStream().write(shard);
    }

    var answer = xet.post(store, "/v1/shards", waited.shard());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(has(waited)).isTrue();
    assertThat(has(left)).isFalse();
  }

  private boolean has(Sparse file) {
    return xet.head(store, "/v1/files/" + file.hash()).statusCode() == 200;
  }

  /** A file of so many zeros, whose SHA-256 is to be computed before it may be named. */
  private record Sparse(int terms, XetHash hash, XetHash sha256) {

    byte[] shard() {
      ShardBytes shard = new ShardBytes().record(hash, PROVEN | WITH_SHA256, terms);
      for (int i = 0; i < terms; i++) {
        shard.record(XORB, 0, CHUNK_BYTES, 0, 1);
      }
      for (int i = 0; i < terms; i++) {
        shard.record(PROOF);
      }
      return shard.record(sha256).bookend().bookend().bytes();
    }
  }

  private static Sparse sparse(int terms) throws Exception {
    MerkleTree tree = new MerkleTree(new Blake3());
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] zeros = new byte[CHUNK_BYTES];
    for (int i = 0; i < terms; i++) {
      tree.add(CHUNK, CHUNK_BYTES);
      digest.update(zeros);
    }
    XetHash sha256 = XetHash.parse(HexFormat.of().formatHex(digest.digest())).orThrow();
    return new Sparse(terms, tree.fileHash(), sha256);
  }

  @Test
  void names_a_chunk_once_that_is_needed_nine_thousand_times() {
    events(shard(PROOF));

    var plan = xet.plan(store, hash().toString());

    assertThat(plan.terms()).hasSize(TERMS);
    assertThat(plan.partsOf(XORB.toString())).hasSize(1);
  }
}
