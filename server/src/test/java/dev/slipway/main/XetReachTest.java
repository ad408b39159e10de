package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.main.XetClient.Part;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.ShardBytes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Access is by chunk: a private repository of alice's has two files in one xorb, and bob has one of
 * the files as well.
 */
class XetReachTest {

  private static final int RECORD = 48;
  private static final int PROVEN = 1 << 31;
  private static final JsonNode UPLOAD = Vectors.caseNamed("three-files");
  private static final JsonNode BOTH_HAVE = UPLOAD.get("files").get(0);
  private static final JsonNode ALICE_HAS = UPLOAD.get("files").get(2);
  private static final String XORB = Vectors.text(UPLOAD.get("xorbs").get(0), "hash");

  @TempDir private Path folder;
  private HubFixture hub;
  private XetClient xet;
  private String alice = "";
  private String bob = "";
  private RepoKey secret;
  private RepoId secretId;
  private String ofAlice = "";
  private String ofBob = "";

  @BeforeEach
  void start() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    alice = hub.user("alice");
    bob = hub.user("bob");
    secretId = RepoId.parse(RepoType.MODEL, "alice/secret").orThrow();
    secret = hub.repo(alice, secretId, true);
    ofAlice = xet.writing(alice, secretId);
    xet.upload(ofAlice, "three-files");
    ofBob = xet.writing(bob, hub.model(bob, "bob/m"));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** A shard with a file of one term, which its author proves by this hash. */
  private static byte[] shard(JsonNode file, String proof) {
    JsonNode term = file.get("terms").get(0);
    return new ShardBytes()
        .record(Vectors.hash(file, "file_hash"), PROVEN, 1)
        .record(
            XetHash.parse(XORB).orThrow(),
            0,
            term.get("length").asInt(),
            term.get("start").asInt(),
            term.get("end").asInt())
        .record(XetHash.parse(proof).orThrow())
        .bookend()
        .bookend()
        .bytes();
  }

  private static String proof(JsonNode file) {
    return Vectors.text(file.get("terms").get(0), "verification");
  }

  private static String hash(JsonNode file) {
    return Vectors.text(file, "file_hash");
  }

  private static String chunk(int number) {
    return Vectors.text(UPLOAD.get("xorbs").get(0).get("chunks").get(number), "hash");
  }

  /** Bob knows what both have, and says so; its chunks are in alice's xorb. */
  private void bobTakesHis() {
    assertThat(xet.postShard(ofBob, shard(BOTH_HAVE, proof(BOTH_HAVE))).statusCode())
        .isEqualTo(200);
  }

  @Test
  void reaching_a_chunk_opens_no_other_file_of_its_xorb() throws Exception {
    bobTakesHis();

    assertThat(xet.assemble(xet.plan(ofBob, hash(BOTH_HAVE))))
        .isEqualTo(VectorInput.of(BOTH_HAVE.get("input")));
    assertThat(xet.reconstruction(ofBob, "v1", hash(ALICE_HAS), "").statusCode()).isEqualTo(404);
    assertThat(xet.reconstruction(ofBob, "v2", hash(ALICE_HAS), "").statusCode()).isEqualTo(404);
    assertThat(xet.head(ofBob, "/v1/files/" + hash(ALICE_HAS)).statusCode()).isEqualTo(404);
    assertThat(xet.head(ofBob, "/v1/xorbs/default/" + XORB).statusCode()).isEqualTo(404);
    assertThat(xet.post(ofBob, "/v1/xorb-grants/default/" + XORB, new byte[0]).statusCode())
        .isEqualTo(404);
  }

  @Test
  void an_address_gives_the_chunks_of_its_file_alone() {
    bobTakesHis();
    Part part = xet.plan(ofBob, hash(BOTH_HAVE)).firstPart();

    assertThat(part.end()).isEqualTo(1);
    var fetched = xet.fetch(part.url(), part.first(), part.last());
    assertThat(fetched.statusCode()).isEqualTo(206);
    // Not how long the xorb is.
    assertThat(HubFixture.header(fetched, "Content-Range"))
        .isEqualTo("bytes %d-%d/%d".formatted(part.first(), part.last(), part.last() + 1));
    assertThat(xet.fetch(part.url(), part.first(), part.last() + 1).statusCode()).isEqualTo(416);
    var beyond = xet.fetch(part.url(), part.last() + 1, part.last() + 100);
    assertThat(beyond.statusCode()).isEqualTo(416);
    assertThat(HubFixture.header(beyond, "Content-Range"))
        .isEqualTo("bytes */" + (part.last() + 1));
  }

  @Test
  void naming_a_xorb_without_knowing_its_chunks_gives_nothing() {
    var wrong = xet.postShard(ofBob, shard(ALICE_HAS, proof(BOTH_HAVE)));
    var none = xet.postShard(ofBob, withoutProof(ALICE_HAS));

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(xet.reconstruction(ofBob, "v2", hash(ALICE_HAS), "").statusCode()).isEqualTo(404);
  }

  /** Who knows the hash of a xorb learns nothing of it by asking in the form of a shard. */
  @Test
  void a_refusal_tells_nothing_of_a_xorb_that_the_sender_does_not_reach() {
    String none = "ab".repeat(32);

    for (int end = 2; end <= 4; end++) {
      var there = xet.postShard(ofBob, asking(XORB, end));
      var nowhere = xet.postShard(ofBob, asking(none, end));

      assertThat(there.statusCode()).isEqualTo(400);
      assertThat(there.body().replace(XORB, none)).isEqualTo(nowhere.body());
    }
    assertThat(xet.postShard(ofBob, listing(XORB)).body().replace(XORB, none))
        .isEqualTo(xet.postShard(ofBob, listing(none)).body());
    assertThat(xet.postShard(ofAlice, asking(XORB, 4)).body()).contains("do not exist");
    assertThat(xet.postShard(ofAlice, asking(XORB, 2)).body()).contains("have another length");
    assertThat(xet.postShard(ofAlice, listing(XORB)).body())
        .contains("has other chunks than listed")
        .doesNotContain("unknown");
  }

  /** A shard with a file of chunks from the second on, of which its author knows nothing else. */
  private static byte[] asking(String xorb, int end) {
    return new ShardBytes()
        .record(Vectors.hash(ALICE_HAS, "file_hash"), PROVEN, 1)
        .record(XetHash.parse(xorb).orThrow(), 0, 1234, 1, end)
        .record(XetHash.ZERO)
        .bookend()
        .bookend()
        .bytes();
  }

  /** A shard that says of a xorb that it has one chunk. */
  private static byte[] listing(String xorb) {
    return new ShardBytes()
        .bookend()
        .record(XetHash.parse(xorb).orThrow(), 0, 1, 10, 18)
        .record(XetHash.parse(chunk(0)).orThrow(), 0, 10, 0, 0)
        .bookend()
        .bytes();
  }

  private static byte[] withoutProof(JsonNode file) {
    JsonNode term = file.get("terms").get(0);
    return new ShardBytes()
        .record(Vectors.hash(file, "file_hash"), 0, 1)
        .record(
            XetHash.parse(XORB).orThrow(),
            0,
            term.get("length").asInt(),
            term.get("start").asInt(),
            term.get("end").asInt())
        .bookend()
        .bookend()
        .bytes();
  }

  private HttpResponse<byte[]> ask(String storeToken, String chunk) {
    return hub.send(
        storeToken,
        "/xet/v1/chunks/default/" + chunk,
        HttpRequest.Builder::GET,
        BodyHandlers.ofByteArray());
  }

  /** The chunks that an answer lists; zero for those that it hides. */
  private static List<String> chunks(byte[] answer) {
    ByteBuffer numbers = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(numbers.getLong(RECORD - 8)).isEqualTo(200);
    assertThat(XetHash.of(answer, 2 * RECORD).toString()).isEqualTo(XORB);
    int count = numbers.getInt(2 * RECORD + 36);
    List<String> chunks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      chunks.add(XetHash.of(answer, (3 + i) * RECORD).toString());
    }
    return chunks;
  }

  @Test
  void an_answer_lists_what_whoever_asks_may_read() {
    var all = ask(ofAlice, chunk(0));

    assertThat(all.statusCode()).isEqualTo(200);
    assertThat(chunks(all.body())).containsExactly(chunk(0), chunk(1), chunk(2));
    assertThat(ask(ofAlice, chunk(1)).statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_proves_nothing_about_chunks_of_others() {
    assertThat(ask(ofBob, chunk(0)).statusCode()).isEqualTo(404);
    assertThat(ask(ofBob, chunk(1)).statusCode()).isEqualTo(404);

    bobTakesHis();

    assertThat(chunks(ask(ofBob, chunk(0)).body())).containsExactly(chunk(0));
    assertThat(ask(ofBob, chunk(1)).statusCode()).isEqualTo(404);
    assertThat(
            new String(ask(ofBob, chunk(0)).body(), java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain(raw(chunk(1)))
        .doesNotContain(raw(chunk(2)));
  }

  private static String raw(String hash) {
    byte[] bytes = new byte[XetHash.BYTES];
    XetHash.parse(hash).orThrow().putInto(bytes, 0);
    return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  void an_answer_hides_what_lies_between_chunks_that_may_be_read() {
    RepoId own = hub.model(bob, "bob/ends");
    String ends = xet.writing(bob, own);
    xet.upload(ends, "three-files");
    hub.write(tx ->
        tx.handle()
            .execute(
                "DELETE FROM xet_reach WHERE first_chunk < 2 AND end_chunk > 1 AND repo_key <> ?",
                secret.hex()));
    hub.write(tx ->
        tx.handle()
            .execute(
                """
                INSERT INTO xet_reach
                SELECT repo_key, hash_of.xorb, first, first + 1, 0 FROM
                  (SELECT key AS repo_key FROM repo WHERE folded_name = 'ends'),
                  (SELECT hash AS xorb FROM xet_xorb) AS hash_of,
                  (SELECT 0 AS first UNION SELECT 2)
                WHERE true ON CONFLICT DO NOTHING
                """));

    var answer = ask(ends, chunk(0));

    assertThat(chunks(answer.body())).containsExactly(chunk(0), "0".repeat(64), chunk(2));
  }

  @Test
  void an_answer_counts_other_repositories_that_the_caller_may_read() {
    RepoId open = hub.model(alice, "alice/open");
    xet.upload(xet.writing(alice, open), "random");
    String first = Vectors.text(random().get("chunks").get(0), "hash");

    assertThat(ask(ofBob, first).statusCode()).isEqualTo(200);

    hub.send(
        alice,
        open.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"gated\":\"manual\"}")));
    assertThat(ask(ofBob, first).statusCode()).isEqualTo(404);
  }

  private static JsonNode random() {
    return Vectors.caseNamed("random").get("xorbs").get(0);
  }

  @Test
  void a_publisher_learns_nothing_of_its_owners_other_private_repositories() {
    RepoId id = RepoId.parse(RepoType.MODEL, "alice/ci").orThrow();
    String job = hub.job(hub.repo(alice, id, true), Scope.WRITE);

    assertThat(ask(xet.writing(job, id), chunk(0)).statusCode()).isEqualTo(404);
    assertThat(ask(xet.writing(alice, id), chunk(0)).statusCode()).isEqualTo(200);
  }
}
