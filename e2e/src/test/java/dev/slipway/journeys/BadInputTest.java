package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every malformed request gets a 4xx in the error contract, and changes nothing. */
class BadInputTest {

  private static final String SHA = "0".repeat(64);

  private static Hub hub = Hub.start();
  private static String alice = "";

  record Bad(String why, String method, String path, String body, int status) {

    @Override
    public String toString() {
      return why;
    }
  }

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    alice = hub.token("alice", "write");
    hub.repo(alice, "model", "alice/m");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static Bad commit(String why, String... lines) {
    return new Bad(why, "POST", "/api/models/alice/m/commit/main", String.join("\n", lines), 400);
  }

  private static String header(String summary) {
    return "{\"key\":\"header\",\"value\":{\"summary\":\"" + summary + "\",\"description\":\"\"}}";
  }

  private static String file(String path) {
    return "{\"key\":\"file\",\"value\":{\"path\":\""
        + path
        + "\",\"content\":\"eA==\",\"encoding\":\"base64\"}}";
  }

  static Stream<Bad> everything() {
    return Stream.of(
        commit("a commit of nothing", ""),
        commit("a commit without a header", file("x")),
        commit("an empty summary", header(""), file("x")),
        commit(
            "a truncated line", header("s"), "{\"key\":\"file\",\"value\":{\"path\":\"x\",\"con"),
        commit("a number for a path", header("s"), "{\"key\":\"file\",\"value\":{\"path\":5}}"),
        commit("content that is not base64", header("s"), file("x").replace("eA==", "!!")),
        commit("an unknown operation", header("s"), "{\"key\":\"explode\",\"value\":{}}"),
        commit("dots", header("s"), file("a/../b")),
        commit("an absolute path", header("s"), file("/etc/passwd")),
        commit("the folder of git", header("s"), file(".git/config")),
        commit("the folder of git in capitals", header("s"), file("a/.GIT/config")),
        commit("a control character", header("s"), file("a\\u0007b")),
        commit("a long name", header("s"), file("n".repeat(300))),
        commit("a backslash", header("s"), file("a\\\\b")),
        commit(
            "an LFS object that nobody uploaded",
            header("s"),
            "{\"key\":\"lfsFile\",\"value\":{\"path\":\"w.bin\",\"algo\":\"sha256\",\"oid\":\""
                + SHA
                + "\",\"size\":5}}"),
        new Bad("an unknown branch", "POST", "/api/models/alice/m/commit/no", header("s"), 404),
        new Bad("a body that is no JSON", "POST", "/api/repos/create", "{", 400),
        new Bad("a list for an object", "POST", "/api/repos/create", "[]", 400),
        new Bad("a number for a name", "POST", "/api/repos/create", "{\"name\":7}", 400),
        new Bad(
            "a name with a slash too many",
            "POST",
            "/api/repos/create",
            "{\"name\":\"a/b/c\"}",
            400),
        new Bad(
            "an unknown type", "POST", "/api/repos/create", "{\"name\":\"a\",\"type\":\"x\"}", 400),
        new Bad(
            "a word for a flag",
            "PUT",
            "/api/models/alice/m/settings",
            "{\"private\":\"yes\"}",
            400),
        new Bad("preupload without files", "POST", "/api/models/alice/m/preupload/main", "{}", 400),
        new Bad(
            "preupload of a negative size",
            "POST",
            "/api/models/alice/m/preupload/main",
            "{\"files\":[{\"path\":\"a\",\"size\":-1,\"sample\":\"\"}]}",
            400),
        new Bad("an encoded NUL", "GET", "/alice/m/resolve/main/a%00b", "", 400),
        new Bad("encoded dots", "GET", "/alice/m/resolve/main/%2e%2e/%2e%2e/x", "", 400),
        new Bad(
            "encoded dots and slash", "GET", "/api/models/alice/m/tree/main/a%2F..%2Fb", "", 400),
        new Bad("an unknown revision", "GET", "/alice/m/resolve/nothing/x", "", 404),
        new Bad("an unknown file", "GET", "/alice/m/resolve/main/nothing", "", 404),
        new Bad("an unknown address", "GET", "/api/nothing", "", 404),
        new Bad("a wrong method", "DELETE", "/api/whoami-v2", "", 405));
  }

  private HttpResponse<String> send(Bad bad) {
    return hub.send(
        hub.request(bad.path(), alice)
            .header("Content-Type", "application/json")
            .method(bad.method(), BodyPublishers.ofString(bad.body())));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void is_refused_in_the_error_contract_and_changes_nothing(Bad bad) {
    String before = hub.get("/api/models/alice/m/commits/main").body();

    var answer = send(bad);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(bad.status());
    assertThat(answer.body()).startsWith("{\"error\":");
    assertThat(answer.headers().firstValue("X-Error-Message")).isPresent();
    assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    assertThat(hub.get("/api/models/alice/m/commits/main").body()).isEqualTo(before);
  }

  @Test
  void a_body_over_the_limit_is_refused_without_being_read_to_its_end() {
    var answer =
        hub.send(
            hub.request("/oauth/token", null)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(" ".repeat(10_000_000))));

    assertThat(answer.statusCode()).isIn(400, 413);
  }

  @Test
  void a_request_id_of_the_client_comes_back_if_it_is_one() {
    var good =
        hub.send(hub.request("/healthz", null).header("X-Request-Id", "abcdef-12345678").GET());
    var bad = hub.send(hub.request("/healthz", null).header("X-Request-Id", "a b").GET());

    assertThat(good.headers().firstValue("X-Request-Id")).contains("abcdef-12345678");
    assertThat(bad.headers().firstValue("X-Request-Id").orElse("")).hasSize(32);
  }
}
