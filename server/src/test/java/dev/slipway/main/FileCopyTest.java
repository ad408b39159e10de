package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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

/** A commit may name files of another repository, after they were copied there. */
class FileCopyTest {

  private static final JsonNode THREE = Vectors.caseNamed("three-files");
  private static final JsonNode FIRST = THREE.get("files").get(0);
  private static final JsonNode THIRD = THREE.get("files").get(2);
  private static final String XORB = Vectors.text(THREE.get("xorbs").get(0), "hash");
  private static final byte[] WEIGHTS = "weights".getBytes(UTF_8);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static String bob = "";
  private static int count;

  private RepoId source;
  private RepoId target;
  private RepoKey targetKey;

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

  /** Alice's public model with two files in one xorb, and bob's private dataset. */
  @BeforeEach
  void create() {
    source = hub.model(alice, "alice/source" + ++count);
    xet.upload(xet.writing(alice, source), "three-files");
    target = RepoId.of(RepoType.DATASET, "bob", "target" + count).orThrow();
    targetKey = hub.repo(bob, target, true);
  }

  private static String file(JsonNode file) {
    return "{\"xetHash\": \"%s\", \"sha256\": \"%s\", \"filename\": \"a/b.bin\"}"
        .formatted(Vectors.text(file, "file_hash"), Vectors.text(file, "sha256"));
  }

  private HttpResponse<String> copy(String token, RepoId to, String... files) {
    String body =
        """
        {"target": {"type": "%s", "name": "%s"}, "files": [%s]}
        """
            .formatted(to.type().word(), to.fullName(), String.join(",", files));
    return hub.post(token, source.apiPath() + "/lfs-files/duplicate", body);
  }

  private void gate() {
    hub.send(
        alice,
        source.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\":\"manual\"}")));
  }

  private byte[] read(RepoId repo, String path) {
    return hub.send(
            bob,
            "/" + repo.path() + "/resolve/main/" + path,
            request -> request.GET(),
            BodyHandlers.ofByteArray())
        .body();
  }

  private long held() {
    return hub.read(tx ->
        tx.handle()
            .createQuery("SELECT count(*) FROM repo_blob WHERE repo_key = :repo")
            .bind("repo", targetKey.hex())
            .mapTo(Long.class)
            .one());
  }

  @Test
  void lets_a_commit_name_what_was_copied() {
    var answer = copy(bob, target, file(THIRD));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("success").asBoolean()).isTrue();
    assertThat(json(answer).get("processed").asInt()).isEqualTo(1);
    assertThat(json(answer).get("succeeded").asInt()).isEqualTo(1);
    assertThat(json(answer).get("failed").isEmpty()).isTrue();
    new Shelf(hub, bob).refer(target, "copied.bin", Vectors.text(THIRD, "sha256"));
    assertThat(read(target, "copied.bin")).isEqualTo(VectorInput.of(THIRD.get("input")));
  }

  @Test
  void gives_the_chunks_of_the_file_and_no_others() throws Exception {
    copy(bob, target, file(THIRD));

    String store = xet.writing(bob, target);
    assertThat(xet.assemble(xet.plan(store, Vectors.text(THIRD, "file_hash"))))
        .isEqualTo(VectorInput.of(THIRD.get("input")));
    assertThat(xet.reconstruction(store, "v2", Vectors.text(FIRST, "file_hash"), "").statusCode())
        .isEqualTo(404);
    assertThat(xet.head(store, "/v1/xorbs/default/" + XORB).statusCode()).isEqualTo(404);
    List<String> reach =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT first_chunk || '-' || end_chunk FROM xet_reach WHERE repo_key = :repo")
                .bind("repo", targetKey.hex())
                .mapTo(String.class)
                .list());
    assertThat(reach).containsExactly("1-3");
  }

  @Test
  void outlives_its_source() {
    copy(bob, target, file(THIRD));
    new Shelf(hub, bob).refer(target, "copied.bin", Vectors.text(THIRD, "sha256"));

    hub.send(
        alice,
        "DELETE",
        "/api/repos/delete",
        "{\"name\": \"%s\", \"organization\": \"alice\"}".formatted(source.name()));

    assertThat(read(target, "copied.bin")).isEqualTo(VectorInput.of(THIRD.get("input")));
  }

  @Test
  void copies_a_file_that_is_stored_whole() throws Exception {
    String oid = new Shelf(hub, alice).writeLarge(source, "w.bin", WEIGHTS);

    var answer = copy(bob, target, "{\"sha256\": \"%s\"}".formatted(oid));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    new Shelf(hub, bob).refer(target, "w.bin", oid);
    assertThat(read(target, "w.bin")).isEqualTo(WEIGHTS);
  }

  @Test
  void names_those_that_are_not_there_and_copies_the_rest() {
    String unknown = "ab".repeat(32);
    String wrong = file(FIRST).replace(Vectors.text(FIRST, "file_hash"), unknown);

    var answer = copy(bob, target, file(THIRD), wrong, "{\"sha256\": \"" + unknown + "\"}");

    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(json(answer).get("success").asBoolean()).isFalse();
    assertThat(json(answer).get("succeeded").asInt()).isEqualTo(1);
    JsonNode failed = json(answer).get("failed");
    assertThat(failed.get(0).get("sha256").asString()).isEqualTo(Vectors.text(FIRST, "sha256"));
    assertThat(failed.get(1).get("sha256").asString()).isEqualTo(unknown);
    assertThat(failed.get(1).get("error").asString()).contains("no such file");
    assertThat(held()).isEqualTo(1);
  }

  @Test
  void changes_nothing_the_second_time() {
    copy(bob, target, file(THIRD), file(FIRST));

    var again = copy(bob, target, file(THIRD), file(THIRD));

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("processed").asInt()).isEqualTo(1);
    assertThat(held()).isEqualTo(2);
  }

  @Test
  void tells_the_audit_of_the_target() {
    copy(bob, target, file(THIRD));

    List<String> audited =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    """
                    SELECT details FROM audit_event
                    WHERE action = 'repo.copy_lfs_files' AND target = :target
                    """)
                .bind("target", target.path())
                .mapTo(String.class)
                .list());
    assertThat(audited)
        .singleElement()
        .asString()
        .contains(source.path(), Vectors.text(THIRD, "sha256"));
  }

  @Test
  void is_for_those_who_read_there_and_write_here() {
    RepoId secret = RepoId.of(RepoType.MODEL, "alice", "secret" + count).orThrow();
    hub.repo(alice, secret, true);
    xet.upload(xet.writing(alice, secret), "three-files");

    assertThat(copy(NOBODY, target, file(THIRD)).statusCode()).isEqualTo(401);
    assertThat(copy(alice, target, file(THIRD)).statusCode()).isEqualTo(404);
    assertThat(copy(hub.token("bob", Scope.READ), target, file(THIRD)).statusCode()).isEqualTo(403);
    assertThat(copy(hub.job(targetKey, Scope.READ), target, file(THIRD)).statusCode())
        .isEqualTo(403);
    assertThat(copy(hub.guest("bob"), target, file(THIRD)).statusCode()).isEqualTo(404);
    RepoId alices = hub.model(alice, "alice/open" + count);
    assertThat(copy(bob, alices, file(THIRD)).statusCode()).isEqualTo(403);
    source = secret;
    assertThat(copy(bob, target, file(THIRD)).statusCode()).isEqualTo(404);
    assertThat(held()).isZero();
  }

  @Test
  void stands_before_the_gate_of_the_source() {
    gate();

    assertThat(copy(bob, target, file(THIRD)).statusCode()).isEqualTo(403);
    assertThat(held()).isZero();
  }

  @Test
  void lets_a_job_copy_from_what_everybody_reads_into_its_own_repository() {
    String job = hub.job(targetKey, Scope.WRITE);

    assertThat(copy(job, target, file(THIRD)).statusCode()).isEqualTo(200);
    assertThat(held()).isEqualTo(1);
    gate();
    assertThat(copy(job, target, file(FIRST)).statusCode()).isEqualTo(403);
  }

  @Test
  void finds_a_target_by_its_former_name() {
    hub.post(
        bob,
        "/api/repos/move",
        "{\"fromRepo\": \"%s\", \"toRepo\": \"bob/moved%d\", \"type\": \"dataset\"}"
            .formatted(target.fullName(), count));

    assertThat(copy(bob, target, file(THIRD)).statusCode()).isEqualTo(200);
    assertThat(held()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"target\": {}, \"files\": []}",
        "{\"target\": {\"type\": \"bucket\", \"name\": \"bob/b\"}, \"files\": []}",
        "{\"target\": {\"type\": \"thing\", \"name\": \"bob/b\"}, \"files\": []}",
        "{\"target\": {\"type\": \"model\", \"name\": \"b\"}, \"files\": []}",
        "{\"target\": {\"type\": \"model\", \"name\": \"bob/b\"}, \"files\": [{}]}",
        "{\"target\": {\"type\": \"model\", \"name\": \"bob/b\"}, \"files\": [null]}",
        "{\"target\": {\"type\": \"model\", \"name\": \"bob/b\"}, \"files\": [{\"sha256\": \"x\"}]}",
        "[]"
      })
  void refuses_what_is_not_as_it_should_be(String body) {
    assertThat(hub.post(bob, source.apiPath() + "/lfs-files/duplicate", body).statusCode())
        .isEqualTo(400);
  }

  @Test
  void refuses_more_than_a_thousand_files() {
    String[] files = new String[1001];
    for (int i = 0; i < files.length; i++) {
      files[i] = "{\"sha256\": \"%064x\"}".formatted(i);
    }

    assertThat(copy(bob, target, files).statusCode()).isEqualTo(413);
  }
}
