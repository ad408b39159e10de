package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsTest {

  private static final String OID = "ab".repeat(32);
  private static final String LFS = "/alice/m.git/info/lfs";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    var key = hub.repo(alice, RepoId.parse(RepoType.MODEL, "alice/m").orThrow(), false);
    hub.write(tx ->
        tx.handle()
            .execute(
                "INSERT INTO repo_blob (repo_key, sha256, size, added_at) VALUES (?, ?, 9, 0)",
                key.hex(),
                OID));
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static HttpResponse<String> batch(String token, String operation, long size) {
    String body =
        """
        {"operation": "%s", "objects": [{"oid": "%s", "size": %d}]}
        """
            .formatted(operation, OID, size);
    return hub.post(token, LFS + "/objects/batch", body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"upload", "download"})
  void refuses_an_object_that_it_holds_with_another_size(String operation) {
    assertThat(json(batch(alice, operation, 8)).at("/objects/0/error/code").asInt()).isEqualTo(422);
    assertThat(json(batch(alice, operation, 9)).at("/objects/0/error").isMissingNode()).isTrue();
  }

  @Test
  void challenges_a_wrong_token_in_the_way_of_git() {
    for (HttpResponse<String> answer :
        List.of(
            batch("hf_wrong", "download", 9),
            hub.get("hf_wrong", "/alice/m/info/refs?service=git-upload-pack"))) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "WWW-Authenticate")).startsWith("Basic realm=");
      assertThat(header(answer, "LFS-Authenticate")).startsWith("Basic realm=");
      assertThat(header(answer, "X-Error-Message"))
          .isEqualTo("Invalid credentials in Authorization header");
    }
    assertThat(header(hub.get("hf_wrong", "/api/models/alice/m"), "WWW-Authenticate"))
        .startsWith("Bearer");
  }

  @Test
  void says_who_has_a_lock_in_the_words_of_every_client() {
    hub.post(alice, LFS + "/locks", "{\"path\": \"a.bin\"}");

    var answer = hub.post(alice, LFS + "/locks", "{\"path\": \"a.bin\"}");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("error").asString()).isEqualTo("a.bin is locked by alice");
    assertThat(json(answer).get("message").asString()).isEqualTo("a.bin is locked by alice");
    assertThat(header(answer, "X-Error-Message")).isEqualTo("a.bin is locked by alice");
  }
}
