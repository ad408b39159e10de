package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the policy only warns: the write works, its sender is told, and it is noted once. */
class PolicyWarningTest {

  private static final String WARNING =
      "This repository asks for commits of its trusted publishers: this was let in and noted;"
          + " publish from CI.";
  private static final String COMMIT =
      """
      {"key": "header", "value": {"summary": "s", "description": ""}}
      {"key": "file", "value": {"path": "a.txt", "content": "aGk=", "encoding": "base64"}}
      """;

  @TempDir private static Path folder;
  private static CiFixture ci;
  private static HubFixture hub;
  private static String ann;
  private static int count;

  @TempDir private Path home;
  private RepoId id;
  private RepoKey key;
  private long before;

  @BeforeAll
  static void start() throws Exception {
    ci = new CiFixture(folder);
    hub = ci.hub();
    ann = hub.user("ann");
  }

  @AfterAll
  static void stop() {
    ci.close();
  }

  @BeforeEach
  void create() {
    id = warned(RepoType.MODEL);
    key = hub.read(tx -> new dev.slipway.repos.RepoStore().resolve(tx, id).orElseThrow().key());
    before = events();
  }

  private static RepoId warned(RepoType type) {
    RepoId made = RepoId.of(type, "ann", "w" + ++count).orThrow();
    hub.repo(ann, made, true);
    String body = "{\"trustedPublishing\": \"warn\"}";
    assertThat(hub.send(ann, "PUT", made.apiPath() + "/settings", body).statusCode())
        .isEqualTo(200);
    return made;
  }

  private static long events() {
    return ci.count(
        "SELECT count(*) FROM audit_event WHERE action = 'repo.write_without_publisher'");
  }

  private long noted() {
    return events() - before;
  }

  private static String by() {
    return ci.audit("repo.write_without_publisher").getLast().get("by").asString();
  }

  private HttpResponse<String> commit(String token, String body) {
    return hub.post(
        token,
        id.apiPath() + "/commit/main",
        "application/x-ndjson",
        BodyPublishers.ofString(body));
  }

  private static void assertWarned(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    assertThat(header(answer, "X-Slipway-Warning")).isEqualTo(WARNING);
    assertThat(header(answer, "X-HF-Warning")).isEqualTo("trusted-publishing; " + WARNING);
  }

  @Test
  void a_commit_is_noted_in_its_own_request() {
    assertWarned(commit(ann, COMMIT));

    assertThat(noted()).isEqualTo(1);
    assertThat(by()).isEqualTo("repo.commit");
    List<String> events =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT actor || ' ' || target || ' ' || request_id FROM audit_event"
                        + " ORDER BY id DESC LIMIT 2")
                .mapTo(String.class)
                .list());
    assertThat(events.get(0)).isEqualTo(events.get(1)).startsWith("ann ann/w");
  }

  @Test
  void a_commit_that_does_not_land_is_not_noted() {
    String stale = COMMIT.replace("\"\"}", "\"\", \"parentCommit\": \"" + "0".repeat(40) + "\"}");

    var refused = commit(ann, stale);

    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(header(refused, "X-Slipway-Warning")).isEmpty();
    assertThat(noted()).isZero();
  }

  @Test
  void a_publisher_is_not_warned() {
    var answer = commit(hub.job(key, Scope.WRITE), COMMIT);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Slipway-Warning")).isEmpty();
    assertThat(noted()).isZero();
  }

  @Test
  void nor_is_a_reader() {
    assertThat(header(hub.get(ann, id.apiPath()), "X-Slipway-Warning")).isEmpty();
    assertThat(noted()).isZero();
  }

  @Test
  void a_batch_of_objects_is_noted_once_however_many_there_are() throws Exception {
    List<String> objects = new ArrayList<>();
    for (String text : new String[] {"one", "two", "three"}) {
      objects.add("{\"oid\": \"%s\", \"size\": %d}".formatted(sha256(text), text.length()));
    }
    String body = "{\"operation\": \"upload\", \"objects\": " + objects + "}";

    var batch = hub.post(ann, "/" + id.path() + "/info/lfs/objects/batch", body);

    assertWarned(batch);
    for (int i = 0; i < 3; i++) {
      String href = json(batch).at("/objects/" + i + "/actions/upload/href").asString();
      byte[] bytes = new String[] {"one", "two", "three"}[i].getBytes(UTF_8);
      assertWarned(
          hub.send(
              HubFixture.NOBODY,
              href.substring(hub.url().length()),
              request -> request.PUT(BodyPublishers.ofByteArray(bytes))));
    }
    assertThat(noted()).isEqualTo(1);
    assertThat(by()).isEqualTo("lfs.upload");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  @Test
  void an_upload_in_parts_is_noted_with_its_batch() {
    String body =
        """
        {"operation": "upload", "transfers": ["multipart"],
         "objects": [{"oid": "%s", "size": 900000000}]}
        """
            .formatted("ab".repeat(32));

    assertWarned(hub.post(ann, "/" + id.path() + "/info/lfs/objects/batch", body));

    assertThat(noted()).isEqualTo(1);
  }

  @Test
  void files_in_chunks_are_noted_with_their_shard() {
    XetClient xet = new XetClient(hub);

    xet.upload(xet.writing(ann, id), "hello");

    assertThat(noted()).isEqualTo(1);
    assertThat(by()).isEqualTo("xet.shard");
  }

  @Test
  void a_batch_of_a_bucket_is_noted_once() {
    RepoId bucket = warned(RepoType.BUCKET);
    String line = "{\"type\": \"deleteFile\", \"path\": \"x\"}";

    assertWarned(
        hub.post(
            ann,
            bucket.apiPath() + "/batch",
            "application/x-ndjson",
            BodyPublishers.ofString(line + "\n" + line)));

    assertThat(noted()).isEqualTo(1);
    assertThat(by()).isEqualTo("bucket.batch");
  }

  @Test
  void a_lock_is_noted_and_so_is_its_end() {
    String locks = "/" + id.path() + "/info/lfs/locks";
    var locked = hub.post(ann, locks, "{\"path\": \"a\"}");
    assertWarned(locked);

    assertWarned(
        hub.post(ann, locks + "/" + json(locked).at("/lock/id").asString() + "/unlock", "{}"));

    assertThat(noted()).isEqualTo(2);
    assertThat(by()).isEqualTo("lfs.unlock");
  }

  @Test
  void whoever_pushes_is_told_by_git() {
    GitClient git = new GitClient(home);
    String remote = hub.url().replace("http://", "http://ann:" + ann + "@") + "/" + id.path();
    git.run("", "clone", "-q", remote, "a").done();
    git.commit("a", "x", "x");
    git.run("a", "branch", "side").done();

    String output = git.run("a", "push", "origin", "main", "side").done();

    assertThat(output).contains("remote: " + WARNING);
    assertThat(noted()).isEqualTo(1);
    assertThat(by()).isEqualTo("repo.push");
  }
}
