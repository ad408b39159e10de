package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code hf upload} as it was installed: large files go up in chunks, and only what is new. */
class XetUploadTest {

  private static final int MB = 1_000_000;

  private static Hub hub = Hub.start();
  private static LoopbackIssuer issuer = LoopbackIssuer.start();
  private static String alice = "";
  private static int count;

  @TempDir private Path home;
  private String repo = "";

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.user("bob");
    alice = hub.token("alice", "write");
  }

  @AfterAll
  static void stop() {
    hub.close();
    issuer.close();
  }

  @BeforeEach
  void name() {
    repo = "alice/up-" + count++;
  }

  private Shell shell(Clients.Python version) {
    return Clients.shell(home, version, hub).with("HF_TOKEN", alice);
  }

  /** On another machine, which has nothing of what this one has. */
  private static Shell elsewhere(Shell shell, Path home) {
    return shell.with("HF_HOME", home.toString()).with("HOME", home.toString());
  }

  private void assertComesBack(Shell shell, String from, Path folder) throws IOException {
    Path copy = Files.createTempDirectory(home, "copy");
    elsewhere(shell, Files.createTempDirectory(home, "reader"))
        .run("hf", "download", from, "--local-dir", copy.toString())
        .succeeded();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        assertThat(copy.resolve(name)).hasSameBinaryContentAs(file);
        assertThat(hub.sha256("/" + from + "/resolve/main/" + name, alice))
            .isEqualTo(Weights.sha256(file));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_folder_goes_up_and_comes_back(Clients.Python version) throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Files.createFile(up.resolve("empty.bin"));
    Files.writeString(up.resolve("notes.txt"), "chunk\n".repeat(170));
    Weights.random(up.resolve("small.bin"), MB, 1);
    Weights.random(up.resolve("random.bin"), 20 * MB, 2);
    Weights.halves(up.resolve("half.safetensors"), 20 * MB, 3);
    Weights.random(up.resolve("large.bin"), 60 * MB, 4);

    shell(version).run("hf", "upload", repo, up.toString(), ".").succeeded();

    assertComesBack(shell(version), repo, up);
    String tree = hub.get("/api/models/" + repo + "/tree/main").body();
    for (String name : List.of("small.bin", "random.bin", "half.safetensors", "large.bin")) {
      assertThat(tree).matches("(?s).*\"" + name + "\"[^}]*}[^}]*\"xetHash\":\"[0-9a-f]{64}\".*");
    }
    assertThat(hub.log()).doesNotContain(" ERROR ");
  }

  @Test
  void a_large_file_goes_up_and_comes_back() throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Weights.random(up.resolve("large.bin"), 300 * MB, 5);

    shell(Clients.Python.NEWEST).run("hf", "upload", repo, up.toString(), ".").succeeded();

    assertComesBack(shell(Clients.Python.NEWEST), repo, up);
  }

  @ParameterizedTest
  @EnumSource
  void a_file_with_one_percent_changed_costs_less_than_five(Clients.Python version)
      throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Path file = Weights.random(up.resolve("w.bin"), 20 * MB, 100 + version.ordinal());
    shell(version).run("hf", "upload", repo, up.toString(), ".").succeeded();
    long before = hub.storedBytes();
    Weights.change(file, 10 * MB, MB / 5, 7);

    elsewhere(shell(version), home.resolve("second"))
        .run("hf", "upload", repo, up.toString(), ".")
        .succeeded();

    assertThat(hub.storedBytes() - before).isBetween((long) MB / 5, (long) MB);
    assertComesBack(shell(version), repo, up);
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "KILL"})
  void an_upload_that_was_interrupted_succeeds_when_it_is_repeated(String signal)
      throws IOException, InterruptedException {
    Path up = Files.createDirectories(home.resolve("up"));
    Weights.random(up.resolve("w.bin"), 300 * MB, signal.hashCode());
    Shell shell = shell(Clients.Python.NEWEST);
    List<String> upload = List.of("hf", "upload", repo, up.toString(), ".");
    long before = hub.storedBytes();

    Shell.Running cut = shell.start(upload);
    hub.pauseOnce(() -> hub.storedBytes() > before);
    shell.run("bash", "-c", "kill -" + signal + " " + cut.process().pid());
    hub.resume();
    Shell.finish(cut).failed();
    assertThat(hub.get("/api/models/" + repo + "/tree/main").body()).doesNotContain("w.bin");

    shell.run(upload).succeeded();
    assertComesBack(shell, repo, up);
  }

  @ParameterizedTest
  @EnumSource
  void the_same_content_in_a_second_repository_is_stored_once(Clients.Python version)
      throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Weights.random(up.resolve("w.bin"), 5 * MB, 200 + version.ordinal());
    shell(version).run("hf", "upload", repo, up.toString(), ".").succeeded();
    long before = hub.storedBytes();

    shell(version).run("hf", "upload", repo + "-b", up.toString(), ".").succeeded();
    elsewhere(shell(version), home.resolve("second"))
        .run("hf", "upload", repo + "-c", up.toString(), ".")
        .succeeded();

    assertThat(hub.storedBytes() - before).isLessThan(MB / 10);
    assertComesBack(shell(version), repo + "-b", up);
    assertComesBack(shell(version), repo + "-c", up);
  }

  @ParameterizedTest
  @EnumSource
  void an_unchanged_folder_is_not_committed_again(Clients.Python version) throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Weights.random(up.resolve("w.bin"), 2 * MB, 9);
    shell(version).run("hf", "upload", repo, up.toString(), ".").succeeded();
    String commits = hub.get("/api/models/" + repo + "/commits/main").body();

    shell(version).run("hf", "upload", repo, up.toString(), ".").succeeded();

    assertThat(hub.get("/api/models/" + repo + "/commits/main").body()).isEqualTo(commits);
  }

  @ParameterizedTest
  @EnumSource
  void a_publisher_uploads_and_a_reader_downloads(Clients.Python version) throws IOException {
    hub.repo(alice, "model", repo);
    hub.trust(issuer, "github");
    hub.publisher(
        repo, issuer, Map.of("repository", "acme/awesome-model-training", "branch", "main"));
    Path up = Files.createDirectories(home.resolve("checkpoint"));
    Weights.halves(up.resolve("model.safetensors"), 12 * MB, version.ordinal());
    Files.writeString(up.resolve("README.md"), "---\nlicense: mit\n---\n# m\n");
    Shell job =
        issuer
            .asGitHubJob(Clients.shell(home, version, hub), Jobs.gitHub("main"))
            .with("HF_OIDC_RESOURCE", repo);

    job.bash("hf upload " + repo + " ./checkpoint . --commit-message \"Publish ${GITHUB_SHA::7}\"")
        .succeeded();

    assertComesBack(Clients.shell(home, version, hub), repo, up);
    assertThat(hub.get("/api/models/" + repo + "/tree/main").body()).contains("xetHash");
    assertThat(hub.get("/api/models/" + repo + "/commits/main").body())
        .contains("Publish 0f3b5c1")
        .contains("[OIDC]");
  }

  @ParameterizedTest
  @EnumSource
  void a_private_repository_stays_private(Clients.Python version) throws IOException {
    Path up = Files.createDirectories(home.resolve("up"));
    Weights.random(up.resolve("w.bin"), 2 * MB, 11);

    shell(version).run("hf", "upload", repo, up.toString(), ".", "--private").succeeded();

    assertComesBack(shell(version), repo, up);
    Path copy = home.resolve("stolen");
    List<String> download = List.of("hf", "download", repo, "--local-dir", copy.toString());
    shell(version).with("HF_TOKEN", hub.token("bob", "write")).run(download).failed();
    Clients.shell(home, version, hub).run(download).failed();
    assertThat(copy.resolve("w.bin")).doesNotExist();
  }
}
