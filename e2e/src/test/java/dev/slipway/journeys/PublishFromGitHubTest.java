package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A GitHub job uploads a checkpoint with nothing but {@code HF_OIDC_RESOURCE} set. */
class PublishFromGitHubTest {

  /** The line of the workflow, as the documentation of the Hub has it. */
  private static final String UPLOAD =
      "hf upload acme/awesome-model ./checkpoint . --commit-message \"Publish from ${GITHUB_SHA::7}\"";

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";

  @TempDir private Path home;

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    alice = hub.token("alice", "write");
    hub.repo(alice, "model", "acme/awesome-model");
    hub.trust(issuer, "github");
    hub.publisher(
        "acme/awesome-model",
        issuer,
        Map.of(
            "repository", "acme/awesome-model-training",
            "branch", "main",
            "workflow", "publish.yml"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  private Shell job(Clients.Python version, String branch) throws IOException {
    Path checkpoint = home.resolve("checkpoint");
    Path sub = Files.createDirectories(checkpoint.resolve("sub"));
    Files.writeString(sub.resolve("config.json"), "{\"by\": \"" + version + "\"}\n");
    Files.writeString(checkpoint.resolve("README.md"), "---\nlicense: mit\n---\n# m\n");
    byte[] weights = new byte[12_000_000];
    java.util.Arrays.fill(weights, (byte) version.ordinal());
    Files.write(checkpoint.resolve("model.safetensors"), weights);
    Shell shell = Clients.lfsShell(home, version, hub);
    return issuer
        .asGitHubJob(shell, Jobs.gitHub(branch))
        .with("HF_OIDC_RESOURCE", "acme/awesome-model");
  }

  @ParameterizedTest
  @EnumSource
  void uploads_a_checkpoint_that_a_reader_downloads(Clients.Python version) throws IOException {
    job(version, "main").bash(UPLOAD).succeeded();

    Path copy = home.resolve("copy");
    Clients.lfsShell(home, version, hub)
        .run("hf", "download", "acme/awesome-model", "--local-dir", copy.toString())
        .succeeded();
    for (String file : new String[] {"sub/config.json", "README.md", "model.safetensors"}) {
      assertThat(copy.resolve(file))
          .hasSameBinaryContentAs(home.resolve("checkpoint").resolve(file));
    }
    String commits = hub.get("/api/models/acme/awesome-model/commits/main").body();
    assertThat(commits).contains("Publish from 0f3b5c1").contains("[OIDC]");
    assertThat(hub.command("publisher", "list", "acme/awesome-model", "--json").out())
        .contains("lastUsedAt");
  }

  @ParameterizedTest
  @EnumSource
  void is_refused_from_another_branch_with_a_reason_and_a_request_id(Clients.Python version)
      throws IOException {
    String before = hub.get("/api/models/acme/awesome-model/refs").body();

    var refused = job(version, "evil").bash(UPLOAD).failed();

    assertThat(refused.text()).contains("invalid_grant").contains("branch");
    assertThat(refused.text()).containsIgnoringCase("request id");
    assertThat(hub.get("/api/models/acme/awesome-model/refs").body()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void prints_a_token_that_is_nobody_elsewhere(Clients.Python version) throws IOException {
    String token = job(version, "main").run("hf", "auth", "token").succeeded().lastLine();

    assertThat(token).startsWith("hf_jwt_");
    assertThat(hub.get("/api/whoami-v2", token).body()).contains("\"[OIDC]\"");
    assertThat(hub.get("/api/models/acme/awesome-model", token).statusCode()).isEqualTo(200);
    assertThat(
            hub.post("/api/repos/create", token, "{\"name\":\"x\",\"organization\":\"acme\"}")
                .statusCode())
        .isEqualTo(403);
  }
}
