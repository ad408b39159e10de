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

/** {@code hf upload} to a model that asks for commits of its trusted publishers. */
class RequirePublishersTest {

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";

  @TempDir private Path home;

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    alice = hub.token("alice", "write");
    hub.repo(alice, "model", "acme/m");
    hub.trust(issuer, "github");
    hub.publisher("acme/m", issuer, Map.of("repository", "acme/awesome-model-training"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  private Shell upload(Clients.Python version) throws IOException {
    Path checkpoint = Files.createDirectories(home.resolve("checkpoint"));
    Files.writeString(checkpoint.resolve("config.json"), "{\"at\": " + System.nanoTime() + "}");
    byte[] weights = new byte[3_000_000];
    new java.util.Random(System.nanoTime()).nextBytes(weights);
    Files.write(checkpoint.resolve("model.safetensors"), weights);
    return Clients.shell(home, version, hub);
  }

  private static void policy(String mode) {
    hub.command("repo", "policy", "acme/m", mode).succeeded();
  }

  private static String refs() {
    return hub.get("/api/models/acme/m/refs").body();
  }

  @ParameterizedTest
  @EnumSource
  void refuses_an_administrator_in_a_sentence_and_takes_the_job(Clients.Python version)
      throws IOException {
    policy("enforce");
    String before = refs();

    var refused =
        upload(version).with("HF_TOKEN", alice).bash("hf upload acme/m ./checkpoint .").failed();

    assertThat(refused.text())
        .containsIgnoringWhitespaces("takes commits of its trusted publishers alone");
    assertThat(refs()).isEqualTo(before);
    issuer
        .asGitHubJob(upload(version), Jobs.gitHub("main"))
        .with("HF_OIDC_RESOURCE", "acme/m")
        .bash("hf upload acme/m ./checkpoint .")
        .succeeded();
    assertThat(refs()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void lets_an_administrator_in_with_a_warning(Clients.Python version) throws IOException {
    policy("warn");
    String before = refs();

    var done =
        upload(version).with("HF_TOKEN", alice).bash("hf upload acme/m ./checkpoint .").succeeded();

    assertThat(done.text())
        .containsIgnoringWhitespaces("asks for commits of its trusted publishers");
    assertThat(refs()).isNotEqualTo(before);
  }
}
