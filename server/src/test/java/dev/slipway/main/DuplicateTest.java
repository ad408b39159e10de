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
import dev.slipway.repos.RepoStore;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
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
import tools.jackson.databind.JsonNode;

/** A repository becomes two. */
class DuplicateTest {

  private static final JsonNode THREE = Vectors.caseNamed("three-files");
  private static final JsonNode FIRST = THREE.get("files").get(0);
  private static final JsonNode THIRD = THREE.get("files").get(2);
  private static final byte[] WEIGHTS = "weights".getBytes(UTF_8);

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static XetClient xet;
  private static String alice = "";
  private static String bob = "";
  private static int count;

  private RepoId source;
  private RepoId copy;
  private String weights = "";

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

  /** A public model with a file of each kind, of which some commit or other knows. */
  @BeforeEach
  void create() throws Exception {
    source = hub.model(alice, "alice/source" + ++count);
    copy = RepoId.of(RepoType.MODEL, "bob", "copy" + count).orThrow();
    Shelf shelf = new Shelf(hub, alice);
    shelf.write(source, Map.of("README.md", "about"));
    weights = shelf.writeLarge(source, "sub/w.bin", WEIGHTS);
    xet.upload(xet.writing(alice, source), "three-files");
    shelf.refer(source, "third.bin", Vectors.text(THIRD, "sha256"));
    hub.post(alice, source.apiPath() + "/tag/main", "{\"tag\": \"v1\", \"message\": \"one\"}");
    hub.post(alice, source.apiPath() + "/branch/dev", "{}");
  }

  private HttpResponse<String> duplicate(String token, String more) {
    return hub.post(
        token,
        source.apiPath() + "/duplicate",
        "{\"repository\": \"%s\"%s}".formatted(copy.fullName(), more));
  }

  private void duplicated(String more) {
    var answer = duplicate(bob, more);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).get("url").asString()).isEqualTo(hub.url() + "/" + copy.path());
  }

  private RepoKey key(RepoId id) {
    return hub.read(tx -> new RepoStore().resolve(tx, id).orElseThrow().key());
  }

  private String read(String path) {
    return hub.get(bob, "/" + copy.path() + path).body();
  }

  private boolean isPrivate() {
    return json(hub.get(bob, copy.apiPath())).get("private").asBoolean();
  }

  private HttpResponse<String> set(RepoId id, String settings) {
    return hub.send(
        alice,
        id.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(settings)));
  }

  @Test
  void has_the_same_history_and_the_same_files() throws Exception {
    String before = json(hub.get(bob, source.apiPath() + "/refs")).toString();

    duplicated("");

    assertThat(json(hub.get(bob, copy.apiPath() + "/refs")).toString()).isEqualTo(before);
    assertThat(json(hub.get(bob, copy.apiPath() + "/commits/main")).toString())
        .isEqualTo(json(hub.get(bob, source.apiPath() + "/commits/main")).toString());
    assertThat(read("/resolve/v1/README.md")).isEqualTo("about");
    assertThat(read("/resolve/dev/sub/w.bin")).isEqualTo(new String(WEIGHTS, UTF_8));
    var third =
        hub.send(
            bob,
            "/" + copy.path() + "/resolve/main/third.bin",
            request -> request.GET(),
            BodyHandlers.ofByteArray());
    assertThat(third.body()).isEqualTo(VectorInput.of(THIRD.get("input")));
    assertThat(header(third, "X-Xet-Hash")).isEqualTo(Vectors.text(THIRD, "file_hash"));
    assertThat(xet.assemble(xet.plan(xet.reading(bob, copy), Vectors.text(THIRD, "file_hash"))))
        .isEqualTo(VectorInput.of(THIRD.get("input")));
  }

  @Test
  void stores_no_large_file_twice() throws Exception {
    byte[] large = new byte[1_000_000];
    new java.util.Random(1).nextBytes(large);
    new Shelf(hub, alice).writeLarge(source, "large.bin", large);
    long before = stored();

    duplicated("");

    assertThat(stored() - before).isLessThan(100_000);
  }

  private static long stored() throws Exception {
    try (var files = Files.walk(folder.resolve("blobs"))) {
      return files.map(Path::toFile).filter(java.io.File::isFile).mapToLong(f -> f.length()).sum();
    }
  }

  @Test
  void leaves_behind_what_no_branch_or_tag_leads_to() {
    String squashed =
        json(hub.get(bob, source.apiPath() + "/refs")).at("/tags/0/targetCommit").asString();
    hub.send(alice, source.apiPath() + "/tag/v1", request -> request.DELETE());
    hub.send(alice, source.apiPath() + "/branch/dev", request -> request.DELETE());
    new Shelf(hub, alice).write(source, Map.of("later", "x"));
    hub.post(
        alice,
        source.apiPath() + "/commit/main",
        "application/x-ndjson",
        BodyPublishers.ofString(
            """
            {"key":"header","value":{"summary":"s"}}
            {"key":"deletedFile","value":{"path":"sub/w.bin"}}
            """));
    hub.post(alice, source.apiPath() + "/super-squash/main", "{}");

    duplicated("");

    assertThat(hub.get(bob, source.apiPath() + "/tree/" + squashed).statusCode()).isEqualTo(200);
    assertThat(hub.get(bob, copy.apiPath() + "/tree/" + squashed).statusCode()).isEqualTo(404);
    List<String> held = rows("sha256", "repo_blob");
    assertThat(held).containsExactly(Vectors.text(THIRD, "sha256"));
    assertThat(
            xet.reconstruction(xet.reading(bob, copy), "v2", Vectors.text(FIRST, "file_hash"), "")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void outlives_its_source_and_goes_its_own_way() {
    duplicated("");
    new Shelf(hub, bob).write(copy, Map.of("mine", "mine"));

    hub.send(
        alice,
        "DELETE",
        "/api/repos/delete",
        "{\"name\": \"%s\", \"organization\": \"alice\"}".formatted(source.name()));

    assertThat(read("/resolve/main/sub/w.bin")).isEqualTo(new String(WEIGHTS, UTF_8));
    assertThat(read("/resolve/main/mine")).isEqualTo("mine");
  }

  @Test
  void takes_no_publisher_no_guest_and_no_setting_along() {
    hub.post(
        alice,
        source.apiPath() + "/settings/trusted-publishers",
        CiFixture.publisherBody("https://ci.example", Map.of("sub", "the-job"), false));
    String job = hub.job(key(source), Scope.WRITE);
    set(source, "{\"gated\": \"manual\", \"discussionsDisabled\": true}");
    hub.post(bob, "/" + source.path() + "/ask-access", "{}");
    hub.post(
        alice,
        source.apiPath() + "/user-access-request/handle",
        "{\"user\": \"bob\", \"status\": \"accepted\"}");

    duplicated("");

    for (String table : List.of("publisher", "access_request", "access_token")) {
      assertThat(rows("count(*)", table)).as(table).containsExactly("0");
    }
    assertThat(hub.get(job, copy.apiPath()).statusCode()).isEqualTo(404);
    String rest =
        hub.read(tx ->
            tx.handle()
                .createQuery("SELECT gate || settings FROM repo WHERE key = :repo")
                .bind("repo", key(copy).hex())
                .mapTo(String.class)
                .one());
    assertThat(rest).isEqualTo("open{}");
  }

  private List<String> rows(String column, String table) {
    return hub.read(tx ->
        tx.handle()
            .createQuery("SELECT " + column + " FROM " + table + " WHERE repo_key = :repo")
            .bind("repo", key(copy).hex())
            .mapTo(String.class)
            .list());
  }

  @Test
  void is_as_private_as_its_source_unless_it_is_said() {
    duplicated("");
    assertThat(isPrivate()).isFalse();
    set(source, "{\"private\": true}");
    hub.write(tx ->
        tx.handle()
            .execute(
                "UPDATE repo SET owner_id = (SELECT id FROM account WHERE name = 'bob') WHERE key = ?",
                key(source).hex()));
    source = RepoId.of(RepoType.MODEL, "bob", source.name().text()).orThrow();

    copy = RepoId.of(RepoType.MODEL, "bob", "second" + count).orThrow();
    duplicated("");
    assertThat(isPrivate()).isTrue();
    copy = RepoId.of(RepoType.MODEL, "bob", "third" + count).orThrow();
    duplicated(", \"visibility\": \"public\"");
    assertThat(isPrivate()).isFalse();
    copy = RepoId.of(RepoType.MODEL, "bob", "fourth" + count).orThrow();
    duplicated(", \"private\": false");
    assertThat(isPrivate()).isFalse();
  }

  @Test
  void opens_no_gate_to_everybody_by_leaving_a_word_out() {
    set(source, "{\"gated\": \"auto\"}");
    hub.post(bob, "/" + source.path() + "/ask-access", "{}");

    duplicated("");

    assertThat(isPrivate()).isTrue();
  }

  @ParameterizedTest
  @EnumSource(value = RepoType.class, mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void works_with_every_type_that_has_a_history(RepoType type) {
    source = RepoId.of(type, "alice", "typed").orThrow();
    hub.repo(alice, source, false);
    copy = RepoId.of(type, "bob", "typed").orThrow();

    duplicated("");

    assertThat(json(hub.get(bob, copy.apiPath() + "/refs")).get("branches").size()).isEqualTo(1);
    if (type == RepoType.SPACE) {
      assertThat(json(hub.get(bob, copy.apiPath())).get("sdk").asString()).isEqualTo("static");
    }
  }

  @Test
  void takes_what_only_spaces_have_and_nobody_needs_here() {
    source = RepoId.of(RepoType.SPACE, "alice", "space" + count).orThrow();
    hub.repo(alice, source, false);
    copy = RepoId.of(RepoType.SPACE, "bob", "space" + count).orThrow();

    duplicated(
        """
        , "hardware": "cpu-basic", "sleepTimeSeconds": 5, "secrets": [{"key": "A", "value": "b"}],
        "volumes": [], "visibility": "protected"
        """);

    assertThat(isPrivate()).isTrue();
  }

  @Test
  void tells_where_the_one_is_that_has_the_name() {
    duplicated("");

    var again = duplicate(bob, "");

    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).get("url").asString()).isEqualTo(hub.url() + "/" + copy.path());
  }

  @Test
  void does_not_take_a_name_that_still_leads_elsewhere() {
    RepoId former = hub.model(bob, "bob/former" + count);
    hub.post(
        bob,
        "/api/repos/move",
        "{\"fromRepo\": \"%s\", \"toRepo\": \"bob/now%d\"}".formatted(former.fullName(), count));
    copy = former;

    var answer = duplicate(bob, "");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("url").asString()).endsWith("/bob/now" + count);
  }

  @Test
  void is_for_people_who_read_there_and_may_create_here() {
    RepoId secret = RepoId.of(RepoType.MODEL, "alice", "secret" + count).orThrow();
    hub.repo(alice, secret, true);

    assertThat(duplicate(NOBODY, "").statusCode()).isEqualTo(401);
    assertThat(duplicate(alice, "").statusCode()).isEqualTo(403);
    assertThat(duplicate(hub.token("bob", Scope.READ), "").statusCode()).isEqualTo(403);
    assertThat(duplicate(hub.guest("bob"), "").statusCode()).isEqualTo(403);
    assertThat(duplicate(hub.job(key(source), Scope.WRITE), "").statusCode()).isEqualTo(403);
    set(source, "{\"gated\": \"manual\"}");
    var gated = duplicate(bob, "");
    assertThat(gated.statusCode()).isEqualTo(403);
    assertThat(header(gated, "X-Error-Code")).isEqualTo("GatedRepo");
    source = secret;
    assertThat(duplicate(bob, "").statusCode()).isEqualTo(404);
    assertThat(hub.get(bob, copy.apiPath()).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "{\"repository\": 5}",
        "{\"repository\": \"name\"}",
        "{\"repository\": \"bob/a b\"}",
        "{\"repository\": \"bob/x\", \"visibility\": \"hidden\"}",
        "{\"repository\": \"bob/x\", \"visibility\": \"protected\"}",
        "{\"repository\": \"bob/x\", \"private\": \"yes\"}",
        "[]"
      })
  void refuses_what_is_not_as_it_should_be(String body) {
    assertThat(hub.post(bob, source.apiPath() + "/duplicate", body).statusCode()).isEqualTo(400);
  }

  @Test
  void tells_the_audit_whence_it_came() {
    duplicated("");

    List<String> audited =
        hub.read(tx ->
            tx.handle()
                .createQuery(
                    "SELECT action || ' ' || details FROM audit_event WHERE target = :target")
                .bind("target", copy.path())
                .mapTo(String.class)
                .list());
    assertThat(audited)
        .singleElement()
        .asString()
        .startsWith("repo.duplication")
        .contains(source.path());
  }

  @Test
  void is_cloned_by_git(@TempDir Path home) {
    duplicated("");
    GitClient git = new GitClient(home);

    git.run("", "clone", "-q", hub.url() + "/" + copy.path(), "a").done();

    assertThat(git.run("a", "fsck", "--strict").done()).doesNotContain("error");
    assertThat(git.run("a", "rev-parse", "v1^{commit}").done())
        .isEqualTo(git.run("a", "rev-parse", "origin/main").done());
    assertThat(home.resolve("a/sub/w.bin")).content().contains(weights);
  }
}
