package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files come into a bucket and go. */
class BucketBatchTest {

  private static final JsonNode FILE = Vectors.caseNamed("bucket").get("files").get(0);
  private static final String HASH = Vectors.text(FILE, "file_hash");
  private static final String HELLO =
      Vectors.text(Vectors.caseNamed("hello").get("files").get(0), "file_hash");
  private static final String ZERO = "0".repeat(64);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static String bob = "";
  private static int buckets;
  private RepoId bucket;
  private RepoKey key;

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
    bucket = RepoId.of(RepoType.BUCKET, "alice", "b" + buckets++).orThrow();
    key = hub.repo(alice, bucket, true);
    xet.upload(xet.storeToken(alice, bucket.apiPath() + "/xet-write-token"), "bucket");
  }

  private HttpResponse<String> batch(String token, String... lines) {
    return hub.post(
        token,
        bucket.apiPath() + "/batch",
        "application/x-ndjson",
        BodyPublishers.ofString(String.join("\n", lines)));
  }

  private static String add(String path, String hash) {
    return "{\"type\":\"addFile\",\"path\":\"%s\",\"xetHash\":\"%s\",\"mtime\":1700000000000}"
        .formatted(path, hash);
  }

  private static String copy(String path, String hash, RepoId from) {
    return "{\"type\":\"copyFile\",\"path\":\"%s\",\"xetHash\":\"%s\",\"sourceRepoType\":\"%s\",\"sourceRepoId\":\"%s\",\"mtime\":1700000000000}"
        .formatted(path, hash, from.type().word(), from.fullName());
  }

  private static String delete(String path) {
    return "{\"type\":\"deleteFile\",\"path\":\"%s\"}".formatted(path);
  }

  private HttpResponse<String> resolve(String path) {
    return hub.get(alice, "/" + bucket.path() + "/resolve/" + path);
  }

  private JsonNode tree() {
    return json(hub.get(alice, bucket.apiPath() + "/tree?recursive=true"));
  }

  private static void assertDone(HttpResponse<String> answer, int lines) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("success").asBoolean()).isTrue();
    assertThat(json(answer).get("processed").asInt()).isEqualTo(lines);
    assertThat(json(answer).get("succeeded").asInt()).isEqualTo(lines);
    assertThat(json(answer).get("failed").isEmpty()).isTrue();
  }

  @Test
  void puts_a_file_that_was_uploaded() {
    assertDone(batch(alice, add("a/w.bin", HASH)), 1);

    JsonNode entry = tree().get(0);
    assertThat(entry.get("type").asString()).isEqualTo("file");
    assertThat(entry.get("path").asString()).isEqualTo("a/w.bin");
    assertThat(entry.get("size").asLong()).isEqualTo(30_000);
    assertThat(entry.get("xetHash").asString()).isEqualTo(HASH);
    assertThat(entry.get("mtime").asString()).isEqualTo("2023-11-14T22:13:20.000Z");
    assertThat(entry.get("uploadedAt").asString()).startsWith("20");
  }

  @Test
  void puts_an_empty_file_that_needs_no_chunks() {
    assertDone(batch(alice, add("empty.txt", ZERO)), 1);

    assertThat(tree().get(0).get("size").asLong()).isZero();
    assertThat(resolve("empty.txt").statusCode()).isEqualTo(200);
    assertThat(resolve("empty.txt").body()).isEmpty();
  }

  @Test
  void does_what_it_can_and_names_the_rest() {
    var some = batch(alice, add("good", HASH), add("bad", "ab".repeat(32)));
    var none = batch(alice, add("bad", "ab".repeat(32)));

    assertThat(some.statusCode()).isEqualTo(200);
    assertThat(json(some).get("success").asBoolean()).isFalse();
    assertThat(json(some).get("succeeded").asInt()).isEqualTo(1);
    assertThat(json(some).get("failed").get(0).get("path").asString()).isEqualTo("bad");
    assertThat(json(some).get("failed").get(0).get("error").asString()).isNotBlank();
    assertThat(none.statusCode()).isEqualTo(422);
    assertThat(json(none).get("failed").get(0).get("path").asString()).isEqualTo("bad");
    assertThat(tree().size()).isEqualTo(1);
  }

  @Test
  void replaces_and_deletes() {
    batch(alice, add("a", HASH), add("b", HASH), add("c", HASH));

    assertDone(batch(alice, add("a", ZERO), delete("b"), delete("never")), 3);

    assertThat(tree().size()).isEqualTo(2);
    assertThat(tree().get(0).get("size").asLong()).isZero();
    assertThat(resolve("b").statusCode()).isEqualTo(404);
  }

  @Test
  void lets_no_file_and_folder_have_one_name() {
    batch(alice, add("a/b/c", HASH), add("d", HASH));

    var answer =
        batch(
            alice,
            add("a", HASH),
            add("a/b", HASH),
            add("d/e", HASH),
            copy("d/e/f", HASH, bucket),
            add("a-b", HASH),
            add("a/b/c", ZERO));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("succeeded").asInt()).isEqualTo(2);
    List<String> failed =
        Vectors.list(json(answer).get("failed")).stream()
            .map(one -> Vectors.text(one, "path") + ": " + Vectors.text(one, "error"))
            .toList();
    String sentence = "a file and a folder cannot have one name: there is ";
    assertThat(failed)
        .containsExactly(
            "a: " + sentence + "a/b/c",
            "a/b: " + sentence + "a/b/c",
            "d/e: " + sentence + "d",
            "d/e/f: " + sentence + "d");
    assertThat(paths()).containsExactly("a-b", "a/b/c", "d");
  }

  private List<String> paths() {
    return Vectors.list(tree()).stream()
        .filter(entry -> Vectors.text(entry, "type").equals("file"))
        .map(entry -> Vectors.text(entry, "path"))
        .toList();
  }

  @Test
  void lets_two_new_files_of_a_batch_not_stand_in_each_others_way() {
    var answer = batch(alice, add("x/y", HASH), add("x", HASH));

    assertThat(json(answer).get("failed").size()).isEqualTo(1);
    assertThat(paths()).containsExactly("x/y");
  }

  /** Clients write what they delete behind what they add. */
  @Test
  void makes_room_by_what_the_same_batch_deletes() {
    batch(alice, add("a/b", HASH), add("d", HASH));

    assertDone(batch(alice, add("a", HASH), add("d/e", HASH), delete("a/b"), delete("d")), 4);

    assertThat(paths()).containsExactly("a", "d/e");
    assertDone(batch(alice, add("a/b", HASH), delete("a/b"), delete("a")), 3);
    assertThat(paths()).containsExactly("d/e");
  }

  @Test
  void copies_from_a_repository_that_the_caller_may_read() throws Exception {
    RepoId model = hub.model(alice, "alice/source" + buckets);
    xet.upload(xet.writing(alice, model), "hello");
    RepoId open = RepoId.of(RepoType.BUCKET, "bob", "open" + buckets).orThrow();
    hub.repo(bob, open, false);
    xet.upload(xet.storeToken(bob, open.apiPath() + "/xet-write-token"), "random");
    JsonNode random = Vectors.caseNamed("random").get("files").get(0);

    var answer =
        batch(
            alice,
            copy("from-model", HELLO, model),
            copy("from-bucket", Vectors.text(random, "file_hash"), open),
            copy("empty", ZERO, model));

    assertDone(answer, 3);
    assertThat(resolve("from-model").body()).isEqualTo("hello world");
    String reading = xet.storeToken(alice, bucket.apiPath() + "/xet-read-token");
    assertThat(xet.assemble(xet.plan(reading, Vectors.text(random, "file_hash"))))
        .isEqualTo(VectorInput.of(random.get("input")));
  }

  @Test
  void copies_nothing_from_a_repository_that_the_caller_may_not_read() {
    RepoId secret = RepoId.of(RepoType.MODEL, "bob", "secret" + buckets).orThrow();
    hub.repo(bob, secret, true);
    xet.upload(xet.writing(bob, secret), "table");
    String table = Vectors.text(Vectors.caseNamed("table").get("files").get(0), "file_hash");
    RepoId missing = RepoId.of(RepoType.MODEL, "bob", "missing").orThrow();

    var hidden = batch(alice, copy("a", table, secret));
    var absent = batch(alice, copy("a", table, missing));

    assertThat(hidden.statusCode()).isEqualTo(422);
    assertThat(hidden.body().replace(secret.name().text(), "missing")).isEqualTo(absent.body());
    assertThat(batch(alice, add("a", table)).statusCode()).isEqualTo(422);
    assertThat(tree().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no json",
        "{}",
        "[]",
        "{\"type\":\"addFile\"}",
        "{\"type\":\"addFile\",\"path\":\"a\"}",
        "{\"type\":\"addFile\",\"path\":\"a\",\"xetHash\":\"xyz\"}",
        "{\"type\":\"addFile\",\"path\":7,\"xetHash\":\"xyz\"}",
        "{\"type\":\"renameFile\",\"path\":\"a\"}",
        "{\"type\":\"deleteFile\",\"path\":\"../a\"}",
        "{\"type\":\"deleteFile\",\"path\":\"/a\"}",
        "{\"type\":\"copyFile\",\"path\":\"a\",\"xetHash\":\"%s\"}",
        "{\"type\":\"copyFile\",\"path\":\"a\",\"xetHash\":\"%s\",\"sourceRepoType\":\"x\",\"sourceRepoId\":\"a/b\"}",
        "{\"type\":\"copyFile\",\"path\":\"a\",\"xetHash\":\"%s\",\"sourceRepoType\":\"model\",\"sourceRepoId\":\"a b\"}"
      })
  void changes_nothing_if_a_line_is_malformed(String line) {
    var answer = batch(alice, add("good", HASH), line.replace("%s", HASH));

    if (answer.statusCode() == 400) {
      assertThat(answer.body()).contains("line 2");
    } else {
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
      assertThat(json(answer).get("failed").size()).isEqualTo(1);
    }
    assertThat(tree().isEmpty()).isTrue();
  }

  @Test
  void is_for_those_who_may_write() {
    String line = add("a", HASH);
    RepoKey other =
        hub.repo(alice, RepoId.of(RepoType.BUCKET, "alice", "x" + buckets).orThrow(), true);

    assertThat(batch(hub.token("alice", Scope.READ), line).statusCode()).isEqualTo(403);
    assertThat(batch(bob, line).statusCode()).isEqualTo(404);
    assertThat(batch(HubFixture.NOBODY, line).statusCode()).isEqualTo(401);
    assertThat(batch(hub.guest("alice"), line).statusCode()).isEqualTo(404);
    assertThat(batch(hub.job(other, Scope.WRITE), line).statusCode()).isEqualTo(404);
    assertThat(batch(hub.job(key, Scope.READ), line).statusCode()).isEqualTo(403);
    assertThat(tree().isEmpty()).isTrue();
    assertDone(batch(hub.job(key, Scope.WRITE), line), 1);
  }

  @Test
  void a_publisher_copies_from_its_bucket_and_from_what_everybody_reads() {
    String job = hub.job(key, Scope.WRITE);
    RepoId secret = RepoId.of(RepoType.MODEL, "alice", "secret" + buckets).orThrow();
    hub.repo(alice, secret, true);
    xet.upload(xet.writing(alice, secret), "hello");
    RepoId open = hub.model(alice, "alice/open" + buckets);
    xet.upload(xet.writing(alice, open), "hello");

    assertThat(batch(job, copy("a", HELLO, secret)).statusCode()).isEqualTo(422);
    assertDone(batch(job, copy("a", HELLO, open), copy("b", HASH, bucket)), 2);
  }

  @Test
  void is_written_down() {
    batch(alice, add("a", HASH), add("bad", "ab".repeat(32)));

    String event =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT * FROM audit_event WHERE action = 'bucket.batch' AND target = :bucket")
                .bind("bucket", bucket.path())
                .mapToMap()
                .one()
                .toString());
    assertThat(event).contains("alice").contains("\"failed\":\"1\"").contains("\"lines\":\"2\"");
  }
}
