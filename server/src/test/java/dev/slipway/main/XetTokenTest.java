package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.Scope;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.names.RepoType;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a token of the Xet store, and for what. */
class XetTokenTest {

  private enum Caller {
    OWNER,
    OWNER_READING,
    OWNER_FROM_CI,
    STRANGER,
    ANONYMOUS,
    JOB,
    JOB_READING,
    JOB_OF_ANOTHER_REPOSITORY
  }

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice = "";
  private static String bob = "";
  private static RepoKey open;
  private static RepoKey secret;
  private static RepoKey gated;
  private static RepoKey other;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    bob = hub.user("bob");
    for (RepoType type : RepoType.values()) {
      hub.repo(alice, one(type), false);
    }
    open = hub.repo(alice, model("open"), false);
    secret = hub.repo(alice, model("secret"), true);
    gated = hub.repo(alice, model("gated"), false);
    other = hub.repo(alice, model("other"), false);
    hub.send(
        alice,
        model("gated").apiPath() + "/settings",
        request ->
            request
                .header("Content-Type", "application/json")
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofString("{\"gated\":\"manual\"}")));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static RepoId one(RepoType type) {
    return RepoId.of(type, "alice", "one").orThrow();
  }

  private static RepoId model(String name) {
    return RepoId.of(RepoType.MODEL, "alice", name).orThrow();
  }

  private static String token(Caller caller, RepoKey repo) {
    return switch (caller) {
      case OWNER -> alice;
      case OWNER_READING -> hub.token("alice", Scope.READ);
      case OWNER_FROM_CI -> hub.guest("alice");
      case STRANGER -> bob;
      case ANONYMOUS -> NOBODY;
      case JOB -> hub.job(repo, Scope.WRITE);
      case JOB_READING -> hub.job(repo, Scope.READ);
      case JOB_OF_ANOTHER_REPOSITORY -> hub.job(other, Scope.WRITE);
    };
  }

  @ParameterizedTest
  @EnumSource
  void stands_in_the_headers_and_in_the_body(RepoType type) {
    String tail = type == RepoType.BUCKET ? "" : "/main";
    for (String kind : new String[] {"read", "write"}) {
      Instant now = Instant.now();

      var answer = hub.get(alice, one(type).apiPath() + "/xet-" + kind + "-token" + tail);

      assertThat(answer.statusCode()).isEqualTo(200);
      var body = json(answer);
      assertThat(body.get("casUrl").asString()).isEqualTo(hub.url() + "/xet");
      assertThat(Instant.ofEpochSecond(body.get("exp").asLong()))
          .isBetween(now.plusSeconds(3590), now.plusSeconds(3610));
      assertThat(header(answer, "X-Xet-Cas-Url")).isEqualTo(body.get("casUrl").asString());
      assertThat(header(answer, "X-Xet-Access-Token"))
          .isEqualTo(body.get("accessToken").asString());
      assertThat(header(answer, "X-Xet-Token-Expiration")).isEqualTo(body.get("exp").asString());
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // caller, public: read, write, private: read, write, gated: read, write
    "OWNER,                     200, 200, 200, 200, 200, 200",
    "OWNER_READING,             200, 403, 200, 403, 200, 403",
    "OWNER_FROM_CI,             200, 403, 404, 404, 200, 403",
    "STRANGER,                  200, 403, 404, 404, 403, 403",
    "ANONYMOUS,                 200, 401, 401, 401, 401, 401",
    "JOB,                       200, 200, 200, 200, 200, 200",
    "JOB_READING,               200, 403, 200, 403, 200, 403",
    "JOB_OF_ANOTHER_REPOSITORY, 200, 403, 404, 404, 403, 403"
  })
  void is_given_to_whoever_the_gate_lets_in(
      Caller caller,
      int openRead,
      int openWrite,
      int secretRead,
      int secretWrite,
      int gatedRead,
      int gatedWrite) {
    assertThat(status(caller, open, "open", "read")).isEqualTo(openRead);
    assertThat(status(caller, open, "open", "write")).isEqualTo(openWrite);
    assertThat(status(caller, secret, "secret", "read")).isEqualTo(secretRead);
    assertThat(status(caller, secret, "secret", "write")).isEqualTo(secretWrite);
    assertThat(status(caller, gated, "gated", "read")).isEqualTo(gatedRead);
    assertThat(status(caller, gated, "gated", "write")).isEqualTo(gatedWrite);
  }

  private static int status(Caller caller, RepoKey repo, String name, String kind) {
    String path = model(name).apiPath() + "/xet-" + kind + "-token/main";
    return hub.get(token(caller, repo), path).statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "refs%2Fpr%2F7", "0123456789012345678901234567890123456789"})
  void is_for_a_revision_that_exists(String revision) {
    String api = model("open").apiPath();

    for (String kind : new String[] {"read", "write"}) {
      var answer = hub.get(alice, api + "/xet-" + kind + "-token/" + revision);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(header(answer, "X-Error-Code")).isEqualTo("RevisionNotFound");
    }
  }

  @Test
  void may_be_for_a_commit() {
    String api = model("open").apiPath();
    String sha = json(hub.get(alice, api)).get("sha").asString();

    assertThat(hub.get(alice, api + "/xet-read-token/" + sha).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "None"})
  void is_not_for_a_pull_request(String revision) {
    String path = model("open").apiPath() + "/xet-write-token/" + revision + "?create_pr=1";

    assertThat(hub.get(alice, path).statusCode()).isEqualTo(501);
  }
}
