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
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResolveTest {

  /** Names that some client or server has stumbled over. */
  private static final List<String> TRICKY =
      List.of(
          "a b.txt",
          "#1.txt",
          "100%.txt",
          "100%25.txt",
          "a+b.txt",
          "a&b=c?.txt",
          "a;b,c.txt",
          "'quoted\".txt",
          "grüße 你好 🤗.txt",
          "e\u0301.txt",
          "~tilde|pipe<>.txt",
          "..hidden..",
          "dir with space/ünï/file#.txt",
          "ä".repeat(127) + "b");

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;
  private static Shelf shelf;
  private static String commit;
  private static String weights;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    shelf = new Shelf(hub, alice);
    RepoId id = hub.model(alice, "alice/m");
    Map<String, String> files = new HashMap<>();
    files.put("empty.txt", "");
    files.put("d/digits.txt", "0123456789");
    files.put("page.html", "<script>alert(1)</script>");
    files.put("image.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>");
    TRICKY.forEach(name -> files.put(name, "I am " + name));
    shelf.write(id, files);
    byte[] bytes = new byte[300_000];
    bytes[299_999] = 'z';
    weights = shelf.writeLarge(id, "w.safetensors", bytes);
    commit = shelf.write(id, Map.of("last.txt", "last"));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return hub.send(
        NOBODY, path, request -> (headers.length == 0 ? request : request.headers(headers)).GET());
  }

  private static HttpResponse<String> head(String path) {
    return hub.send(NOBODY, path, request -> request.method("HEAD", BodyPublishers.noBody()));
  }

  private static String encoded(String path) {
    return URLEncoder.encode(path, UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  private static RepoId gated(String name) {
    RepoId id = RepoId.of(RepoType.MODEL, "alice", name).orThrow();
    hub.repo(alice, id, false);
    hub.send(
        alice,
        id.apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{\"gated\": \"manual\"}")));
    shelf.write(
        id, Map.of("README.md", "# Ask", "d/README.md", "inner", "LICENSE", "x", "w.txt", "w"));
    return id;
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolve", "raw"})
  void asks_strangers_to_sign_in_before_it_looks_for_anything(String verb) {
    RepoKey key =
        hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/secret-" + verb).orThrow(), true);
    String path = "/alice/secret-" + verb + "/" + verb + "/nope/nope.txt";

    var stranger = get(path);
    var owner = hub.get(alice, path);
    var job = hub.get(hub.job(key, Scope.READ), path);

    assertThat(stranger.statusCode()).isEqualTo(401);
    assertThat(header(stranger, "X-Error-Code")).isEqualTo("RepoNotFound");
    assertThat(header(stranger, "WWW-Authenticate")).startsWith("Bearer realm=");
    assertThat(header(owner, "X-Error-Code")).isEqualTo("RevisionNotFound");
    assertThat(header(job, "X-Error-Code")).isEqualTo("RevisionNotFound");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resolve/main/w.txt",
        "raw/main/w.txt",
        "resolve/main/d/README.md",
        "resolve/main/d%2FREADME.md",
        "resolve/nope/w.txt",
        "resolve/main/.gitattributes",
        "resolve/main/readme.md"
      })
  void keeps_everybody_before_a_closed_gate(String tail) {
    RepoId id = gated("gated-" + Integer.toHexString(tail.hashCode()));
    String bob = hub.user("bob-" + Integer.toHexString(tail.hashCode()));

    var anonymous = get("/" + id.path() + "/" + tail);
    var stranger = hub.get(bob, "/" + id.path() + "/" + tail);

    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(header(anonymous, "X-Error-Code")).isEqualTo("GatedRepo");
    assertThat(header(stranger, "X-Error-Code")).isEqualTo("GatedRepo");
  }

  @Test
  void shows_the_readme_and_license_outside_the_gate() {
    RepoId id = gated("open-readme");

    assertThat(get("/" + id.path() + "/resolve/main/README.md").body()).isEqualTo("# Ask");
    assertThat(get("/" + id.path() + "/raw/main/LICENSE").body()).isEqualTo("x");
    assertThat(hub.get(alice, "/" + id.path() + "/resolve/main/w.txt").body()).isEqualTo("w");
  }

  @Test
  void says_of_which_commit_a_file_is_missing() {
    var answer = head("/alice/m/resolve/main/nope.txt");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("EntryNotFound");
    assertThat(header(answer, "X-Error-Message")).isEqualTo("Entry not found");
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "d/", "%00", "d//digits.txt", "..%2Fsecret", "%2e%2e/x", "%ff"})
  void serves_nothing_but_files(String path) {
    var answer = get("/alice/m/resolve/main/" + path);

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(json(answer).has("error")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"HEAD,200", "main,200", "nope,404", "zzzzzzz,404"})
  void knows_revisions_by_their_names(String revision, int status) {
    assertThat(head("/alice/m/resolve/" + revision + "/last.txt").statusCode()).isEqualTo(status);
  }

  @Test
  void serves_by_commit_id_whole_or_short() {
    assertThat(get("/alice/m/resolve/" + commit + "/last.txt").body()).isEqualTo("last");
    assertThat(get("/alice/m/resolve/" + commit.substring(0, 7) + "/last.txt").body())
        .isEqualTo("last");
  }

  @Test
  void describes_a_small_file_by_head() {
    var answer = head("/alice/m/resolve/main/d/digits.txt");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
    assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{40}\"");
    assertThat(header(answer, "Content-Length")).isEqualTo("10");
    assertThat(header(answer, "Accept-Ranges")).isEqualTo("bytes");
    assertThat(header(answer, "X-Linked-Etag")).isEmpty();
    assertThat(header(answer, "Content-Disposition"))
        .isEqualTo("inline; filename*=UTF-8''digits.txt; filename=\"digits.txt\";");
    assertThat(answer.headers().allValues("Location")).isEmpty();
  }

  @Test
  void describes_a_large_file_by_head() {
    var answer = head("/alice/m/resolve/main/w.safetensors");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "ETag")).isEqualTo("\"" + weights + "\"");
    assertThat(header(answer, "X-Linked-Etag")).isEqualTo("\"" + weights + "\"");
    assertThat(header(answer, "X-Linked-Size")).isEqualTo("300000");
    assertThat(header(answer, "Content-Length")).isEqualTo("300000");
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
  }

  @Test
  void serves_parts_of_both_kinds() {
    var small = get("/alice/m/resolve/main/d/digits.txt", "Range", "bytes=3-5");
    var large = get("/alice/m/resolve/main/w.safetensors", "Range", "bytes=299998-");

    assertThat(small.statusCode()).isEqualTo(206);
    assertThat(small.body()).isEqualTo("345");
    assertThat(header(small, "Content-Range")).isEqualTo("bytes 3-5/10");
    assertThat(large.statusCode()).isEqualTo(206);
    assertThat(large.body()).isEqualTo("\0z");
    assertThat(header(large, "Content-Range")).isEqualTo("bytes 299998-299999/300000");
  }

  @Test
  void says_where_a_file_ends() {
    var answer = get("/alice/m/resolve/main/d/digits.txt", "Range", "bytes=10-");

    assertThat(answer.statusCode()).isEqualTo(416);
    assertThat(header(answer, "Content-Range")).isEqualTo("bytes */10");
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
  }

  /** What the JavaScript client sends before each download. */
  @Test
  void tells_the_size_to_who_asks_for_one_byte() {
    String[] probe = {"Range", "bytes=0-0", "Accept", "application/vnd.xet-fileinfo+json, */*"};

    var file = get("/alice/m/resolve/main/w.safetensors", probe);
    var empty = get("/alice/m/resolve/main/empty.txt", probe);

    assertThat(header(file, "Content-Range")).isEqualTo("bytes 0-0/300000");
    assertThat(header(file, "ETag")).isEqualTo("\"" + weights + "\"");
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(header(empty, "Content-Range")).isEqualTo("bytes */0");
    assertThat(empty.body()).isEmpty();
  }

  @Test
  void sends_nothing_twice() {
    String etag = header(head("/alice/m/resolve/main/d/digits.txt"), "ETag");

    var answer = get("/alice/m/resolve/main/d/digits.txt", "If-None-Match", etag);

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(header(answer, "ETag")).isEqualTo(etag);
    assertThat(header(answer, "X-Repo-Commit")).isEqualTo(commit);
  }

  @Test
  void starts_over_when_the_file_is_another_one() {
    var answer =
        get("/alice/m/resolve/main/d/digits.txt", "Range", "bytes=5-", "If-Range", "\"other\"");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("0123456789");
  }

  @Test
  void shows_the_pointer_of_a_large_file_raw() {
    var answer = get("/alice/m/raw/main/w.safetensors");

    assertThat(answer.body())
        .isEqualTo(
            "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 300000\n"
                .formatted(weights));
    assertThat(header(answer, "ETag")).matches("\"[0-9a-f]{40}\"");
    assertThat(head("/alice/m/raw/main/w.safetensors").headers().firstValueAsLong("Content-Length"))
        .hasValue(131);
    assertThat(head("/alice/m/raw/main/nope").statusCode()).isEqualTo(404);
  }

  /** Python encodes all but slashes; JavaScript leaves to fetch() what it must. */
  @ParameterizedTest
  @FieldSource("TRICKY")
  void serves_names_that_are_hard_to_write(String name) {
    var answer = get("/alice/m/resolve/main/" + encoded(name));
    var inOneSegment =
        get("/alice/m/raw/main/" + URLEncoder.encode(name, UTF_8).replace("+", "%20"));

    assertThat(answer.body()).isEqualTo("I am " + name);
    assertThat(inOneSegment.body()).isEqualTo("I am " + name);
    assertThat(header(answer, "Content-Disposition")).startsWith("inline; filename*=UTF-8''");
  }

  @Test
  void reads_a_plus_as_a_plus() {
    assertThat(get("/alice/m/resolve/main/a+b.txt").body()).isEqualTo("I am a+b.txt");
  }

  @Test
  void never_lets_a_file_run_in_a_browser() {
    var html = get("/alice/m/resolve/main/page.html");
    var svg = get("/alice/m/resolve/main/image.svg");

    assertThat(header(html, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(header(svg, "Content-Type")).isEqualTo("image/svg+xml");
    for (var answer : List.of(html, svg)) {
      assertThat(header(answer, "Content-Security-Policy"))
          .startsWith("sandbox; default-src 'none'");
      assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @Test
  void does_not_serve_what_another_repository_holds() throws IOException {
    RepoId thief = hub.model(alice, "alice/thief");
    shelf.writeLarge(thief, "w.bin", new byte[77]);
    hub.write(tx ->
        tx.handle()
            .createUpdate(
                "DELETE FROM repo_blob WHERE repo_key IN (SELECT key FROM repo WHERE name = 'thief')")
            .execute());

    assertThat(get("/alice/thief/resolve/main/w.bin").statusCode()).isEqualTo(404);
  }

  @Test
  void sends_clients_on_to_the_new_name() {
    hub.model(alice, "alice/old");
    hub.post(
        alice,
        "/api/repos/move",
        "{\"fromRepo\": \"alice/old\", \"toRepo\": \"alice/new\", \"type\": \"model\"}");

    var answer = get("/alice/old/resolve/main/.gitattributes?download=true");

    assertThat(answer.statusCode()).isEqualTo(307);
    assertThat(header(answer, "Location"))
        .isEqualTo("/alice/new/resolve/main/.gitattributes?download=true");
  }

  @Test
  void does_not_say_that_a_file_that_did_not_change_is_empty() {
    hub.model(alice, "alice/unchanged");
    String file = "/alice/unchanged/resolve/main/.gitattributes";
    String etag = header(hub.get(alice, file), "ETag");

    var answer = hub.send(alice, file, request -> request.GET().header("If-None-Match", etag));

    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(header(answer, "Content-Length")).isNotEqualTo("0");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BUCKET")
  void serves_every_type(RepoType type) {
    RepoId id = RepoId.of(type, "alice", "every").orThrow();
    hub.repo(alice, id, false);

    assertThat(get("/" + id.path() + "/resolve/main/.gitattributes").body()).contains("filter=lfs");
    assertThat(get("/" + id.path() + "/raw/main/.gitattributes").statusCode()).isEqualTo(200);
  }
}
