package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The large files of a repository are listed, and go for good. */
class LfsFilesTest {

  private static final JsonNode THREE = Vectors.caseNamed("three-files");
  private static final JsonNode FIRST = THREE.get("files").get(0);
  private static final JsonNode THIRD = THREE.get("files").get(2);
  private static final byte[] WEIGHTS = "weights of some kind".getBytes(UTF_8);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static Shelf shelf;
  private static String alice = "";
  private static int count;

  @TempDir private Path home;
  private RepoId id;
  private RepoKey key;
  private String weights = "";

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    alice = hub.user("alice");
    hub.user("bob");
    shelf = new Shelf(hub, alice);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  /** A model with a file in LFS, and two in chunks of one xorb of which one is committed. */
  @BeforeEach
  void fill() throws Exception {
    id = RepoId.of(RepoType.MODEL, "alice", "m" + count++).orThrow();
    key = hub.repo(alice, id, false);
    weights = shelf.writeLarge(id, "sub/weights.bin", WEIGHTS);
    xet.upload(xet.writing(alice, id), "three-files");
    shelf.refer(id, "first.bin", sha(FIRST));
  }

  private static String sha(JsonNode file) {
    return Vectors.text(file, "sha256");
  }

  private static String hash(JsonNode file) {
    return Vectors.text(file, "file_hash");
  }

  private HttpResponse<String> list(String query) {
    return hub.get(alice, id.apiPath() + "/lfs-files" + query);
  }

  private List<String> oids(String query) {
    List<String> oids = new ArrayList<>();
    json(list(query)).forEach(file -> oids.add(file.get("fileOid").asString()));
    return oids;
  }

  private JsonNode listed(String oid) {
    return Vectors.list(json(list(""))).stream()
        .filter(file -> Vectors.text(file, "fileOid").equals(oid))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> delete(String token, boolean rewrites, String... shas) {
    String body =
        "{\"deletions\": {\"sha\": [\"%s\"], \"rewriteHistory\": %s}}"
            .formatted(String.join("\", \"", shas), rewrites);
    return hub.post(token, id.apiPath() + "/lfs-files/batch", body);
  }

  private void deleted(boolean rewrites, String... shas) {
    var answer = delete(alice, rewrites, shas);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("deleted").asInt()).isEqualTo(shas.length);
  }

  private HttpResponse<String> resolve(String revision, String path) {
    return hub.get(alice, "/" + id.path() + "/resolve/" + revision + "/" + path);
  }

  private String tip() {
    return header(resolve("main", ".gitattributes"), "X-Repo-Commit");
  }

  private long rows(String table) {
    return hub.read(tx ->
        tx.handle()
            .createQuery("SELECT count(*) FROM " + table + " WHERE repo_key = :repo")
            .bind("repo", key.hex())
            .mapTo(Long.class)
            .one());
  }

  @Test
  void lists_what_the_repository_holds_with_a_path_of_each() {
    JsonNode plain = listed(weights);
    JsonNode chunked = listed(sha(FIRST));
    JsonNode unused = listed(sha(THIRD));

    assertThat(plain.get("oid").asString()).isEqualTo(weights);
    assertThat(plain.get("filename").asString()).isEqualTo("sub/weights.bin");
    assertThat(plain.get("ref").asString()).isEqualTo("refs/heads/main");
    assertThat(plain.get("size").asLong()).isEqualTo(WEIGHTS.length);
    assertThat(plain.get("pushedAt").asString()).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(plain.get("xetHash")).isNull();
    assertThat(chunked.get("filename").asString()).isEqualTo("first.bin");
    assertThat(chunked.get("xetHash").asString()).isEqualTo(hash(FIRST));
    assertThat(unused.get("filename").asString()).isEmpty();
    assertThat(unused.get("ref")).isNull();
    assertThat(unused.get("size").asLong()).isEqualTo(THIRD.get("length").asLong());
  }

  @Test
  void finds_the_path_of_what_only_an_older_commit_has() {
    shelf.write(id, Map.of("README.md", "text"));
    String line = "{\"key\":\"deletedFile\",\"value\":{\"path\":\"sub/weights.bin\"}}";
    hub.post(
        alice,
        id.apiPath() + "/commit/main",
        "application/x-ndjson",
        HttpRequest.BodyPublishers.ofString(
            "{\"key\":\"header\",\"value\":{\"summary\":\"s\"}}\n" + line));

    assertThat(resolve("main", "sub/weights.bin").statusCode()).isEqualTo(404);
    assertThat(listed(weights).get("filename").asString()).isEqualTo("sub/weights.bin");
  }

  @Test
  void lists_by_pages_and_by_how_files_are_stored() {
    List<String> all = oids("");
    assertThat(all).hasSize(3).isSorted();

    String next = header(list("?limit=2"), "Link");
    assertThat(oids("?limit=2")).isEqualTo(all.subList(0, 2));
    String address = next.substring(next.indexOf('<') + 1, next.indexOf('>'));
    deleted(false, all.get(0), all.get(1));
    var second = hub.get(alice, address.substring(hub.url().length()));
    assertThat(json(second).get(0).get("fileOid").asString()).isEqualTo(all.get(2));
    assertThat(json(second).size()).isEqualTo(1);
    assertThat(header(second, "Link")).isEmpty();
  }

  @Test
  void lists_those_in_chunks_or_the_others() {
    assertThat(oids("?xet=true")).containsExactlyInAnyOrder(sha(FIRST), sha(THIRD));
    assertThat(oids("?xet=false")).containsExactly(weights);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?limit=0", "?limit=x", "?cursor=%25", "?cursor=YWJj"})
  void refuses_queries_that_mean_nothing(String query) {
    assertThat(list(query).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(value = RepoType.class, mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void works_with_every_type_that_has_a_history(RepoType type) throws Exception {
    id = RepoId.of(type, "alice", "typed").orThrow();
    key = hub.repo(alice, id, true);
    String oid = shelf.writeLarge(id, "w.bin", WEIGHTS);

    assertThat(oids("")).containsExactly(oid);
    deleted(true, oid);
    assertThat(oids("")).isEmpty();
  }

  @Test
  void is_for_people_who_write() {
    String bob = hub.token("bob", Scope.WRITE);
    String job = hub.job(key, Scope.WRITE);
    String one = id.apiPath() + "/lfs-files/" + weights;

    assertThat(hub.get(NOBODY, id.apiPath() + "/lfs-files").statusCode()).isEqualTo(401);
    assertThat(hub.get(bob, id.apiPath() + "/lfs-files").statusCode()).isEqualTo(403);
    assertThat(hub.get(job, id.apiPath() + "/lfs-files").statusCode()).isEqualTo(403);
    for (String token : List.of(bob, job, hub.token("alice", Scope.READ))) {
      assertThat(delete(token, true, weights).statusCode()).isEqualTo(403);
      assertThat(hub.send(token, one, HttpRequest.Builder::DELETE).statusCode()).isEqualTo(403);
    }
    assertThat(delete(NOBODY, true, weights).statusCode()).isEqualTo(401);
    assertThat(oids("")).hasSize(3);
  }

  @Test
  void leaves_every_commit_and_says_so_to_the_audit() {
    String before = tip();
    hub.post(alice, id.apiPath() + "/branch/dev", "{}");
    hub.post(alice, id.apiPath() + "/tag/main", "{\"tag\": \"v1\", \"message\": \"one\"}");

    deleted(true, weights);

    for (String revision : List.of("main", "dev", "v1")) {
      var gone = resolve(revision, "sub/weights.bin");
      assertThat(gone.statusCode()).isEqualTo(404);
      assertThat(header(gone, "X-Error-Code")).isEqualTo("EntryNotFound");
      assertThat(resolve(revision, "first.bin").statusCode()).isEqualTo(200);
    }
    assertThat(tip()).isNotEqualTo(before);
    assertThat(oids("")).doesNotContain(weights);
    List<String> audited =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    """
                    SELECT details FROM audit_event
                    WHERE action = 'repo.delete_lfs_file' AND target = :target
                    """)
                .bind("target", id.path())
                .mapTo(String.class)
                .list());
    assertThat(audited).singleElement().asString().contains(weights, before, tip());
  }

  @Test
  void stays_as_a_pointer_to_nothing_if_history_is_not_rewritten() {
    String before = tip();

    deleted(false, weights);

    var gone = resolve("main", "sub/weights.bin");
    assertThat(tip()).isEqualTo(before);
    assertThat(gone.statusCode()).isEqualTo(404);
    assertThat(json(gone).get("error").asString()).contains("was deleted from the repository");
    assertThat(header(gone, "X-Error-Code")).isEqualTo("EntryNotFound");
    assertThat(hub.get(alice, "/" + id.path() + "/raw/main/sub/weights.bin").body())
        .contains(weights);
  }

  /** A client that compares hashes must not think that it is still there. */
  @Test
  void is_sent_again_by_who_has_it_still() throws Exception {
    String question =
        """
        {"files": [{"path": "sub/weights.bin", "size": 20, "sample": ""},
          {"path": "first.bin", "size": 5000, "sample": ""}]}
        """;
    deleted(false, weights);

    var answer = json(hub.post(alice, id.apiPath() + "/preupload/main", question)).get("files");

    assertThat(answer.get(0).get("oid")).isNull();
    assertThat(answer.get(1).get("oid").asString()).isEqualTo(sha(FIRST));
    shelf.writeLarge(id, "sub/weights.bin", WEIGHTS);
    assertThat(resolve("main", "sub/weights.bin").body()).isEqualTo(new String(WEIGHTS, UTF_8));
  }

  @Test
  void leaves_other_repositories_what_they_hold() throws Exception {
    RepoId other = hub.model(alice, "alice/other" + count);
    shelf.writeLarge(other, "w.bin", WEIGHTS);
    xet.upload(xet.writing(alice, other), "three-files");

    deleted(true, weights, sha(FIRST), sha(THIRD));

    assertThat(hub.get(alice, "/" + other.path() + "/resolve/main/w.bin").statusCode())
        .isEqualTo(200);
    assertThat(xet.assemble(xet.plan(xet.reading(alice, other), hash(FIRST))))
        .isEqualTo(VectorInput.of(FIRST.get("input")));
  }

  @Test
  void takes_the_chunks_along_that_no_other_file_needs() throws Exception {
    String store = xet.writing(alice, id);
    String xorb = Vectors.text(THREE.get("xorbs").get(0), "hash");
    xet.plan(store, hash(FIRST));

    deleted(true, sha(FIRST));

    assertThat(xet.reconstruction(store, "v2", hash(FIRST), "").statusCode()).isEqualTo(404);
    assertThat(xet.head(store, "/v1/files/" + hash(FIRST)).statusCode()).isEqualTo(404);
    assertThat(xet.head(store, "/v1/xorbs/default/" + xorb).statusCode()).isEqualTo(404);
    assertThat(xet.get(store, "/v1/chunks/default/" + chunk(0)).statusCode()).isEqualTo(404);
    assertThat(xet.assemble(xet.plan(store, hash(THIRD))))
        .isEqualTo(VectorInput.of(THIRD.get("input")));
    assertThat(
            hub.send(
                    store,
                    "/xet/v1/chunks/default/" + chunk(1),
                    HttpRequest.Builder::GET,
                    BodyHandlers.ofByteArray())
                .statusCode())
        .isEqualTo(200);

    deleted(true, sha(THIRD), weights);
    for (String table : List.of("repo_blob", "xet_file", "xet_file_xorb", "xet_reach")) {
      assertThat(rows(table)).as(table).isZero();
    }
  }

  private static String chunk(int number) {
    return Vectors.text(THREE.get("xorbs").get(0).get("chunks").get(number), "hash");
  }

  @Test
  void takes_the_same_content_along_that_another_client_cut_otherwise() {
    String store = xet.writing(alice, id);
    xet.upload(store, "short-chunk");
    xet.upload(store, "js-short-chunk");
    JsonNode file = Vectors.caseNamed("short-chunk").get("files").get(0);
    String other = hash(Vectors.caseNamed("js-short-chunk").get("files").get(0));

    deleted(true, sha(file));

    assertThat(xet.reconstruction(store, "v2", hash(file), "").statusCode()).isEqualTo(404);
    assertThat(xet.reconstruction(store, "v2", other, "").statusCode()).isEqualTo(404);
  }

  @Test
  void comes_back_when_it_is_sent_again() throws Exception {
    String store = xet.writing(alice, id);
    xet.plan(store, hash(THIRD));
    deleted(true, sha(THIRD));

    xet.upload(store, "three-files");

    assertThat(xet.assemble(xet.plan(store, hash(THIRD))))
        .isEqualTo(VectorInput.of(THIRD.get("input")));
  }

  @Test
  void does_not_come_back_with_the_history_of_somebodys_clone() {
    GitClient git = new GitClient(home);
    String remote = hub.url().replace("://", "://alice:" + alice + "@") + "/" + id.path();
    git.run("", "clone", "-q", remote, "a").done();
    git.commit("a", "x", "x");
    deleted(true, weights);

    var pushed = git.run("a", "push", "--force", "origin", "main");

    assertThat(pushed.code()).isNotZero();
    assertThat(pushed.output()).contains(weights, "was not uploaded");
    git.run("", "clone", "-q", remote, "b").done();
    assertThat(git.run("b", "fsck", "--strict").done()).doesNotContain("error");
    assertThat(git.run("b", "log", "--format=%H", "--", "sub/weights.bin").done()).isEmpty();
  }

  @Test
  void deletes_one_by_its_address() {
    String address = id.apiPath() + "/lfs-files/" + weights;

    var first = hub.send(alice, address + "?rewriteHistory=true", HttpRequest.Builder::DELETE);
    var again = hub.send(alice, address, HttpRequest.Builder::DELETE);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    assertThat(resolve("main", "sub/weights.bin").statusCode()).isEqualTo(404);
    assertThat(again.statusCode()).isEqualTo(404);
    assertThat(json(again).get("error").asString()).contains("holds no such file");
  }

  @Test
  void does_not_mind_what_is_gone_already() {
    deleted(true, weights);

    var again = delete(alice, true, weights);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(json(again).get("deleted").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|{}",
        "400|{\"deletions\": {}}",
        "400|{\"deletions\": {\"sha\": [null]}}",
        "400|{\"deletions\": {\"sha\": [\"abc\"]}}",
        "400|{\"deletions\": {\"sha\": \"abc\"}}",
        "400|{\"deletions\": {\"sha\": [], \"rewriteHistory\": 1}}",
        "400|[]"
      })
  void refuses_batches_of_another_shape(int status, String body) {
    assertThat(hub.post(alice, id.apiPath() + "/lfs-files/batch", body).statusCode())
        .isEqualTo(status);
  }

  @Test
  void refuses_a_batch_of_more_than_a_thousand() {
    String[] shas = new String[1001];
    for (int i = 0; i < shas.length; i++) {
      shas[i] = "%064x".formatted(i);
    }

    assertThat(delete(alice, false, shas).statusCode()).isEqualTo(413);
    assertThat(
            hub.send(alice, id.apiPath() + "/lfs-files/abc", HttpRequest.Builder::DELETE)
                .statusCode())
        .isEqualTo(400);
  }
}
