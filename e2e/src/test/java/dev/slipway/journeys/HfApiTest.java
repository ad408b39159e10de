package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code HfApi} and {@code @huggingface/hub} do with this hub what they do with the other one. */
class HfApiTest {

  private static final Path SCRIPTS = Hub.ROOT.resolve("e2e/src/test/resources").toAbsolutePath();

  private final Hub hub = Hub.start();
  private String alice = "";

  @TempDir private Path home;

  @BeforeEach
  void prepare() {
    hub.user("alice");
    hub.user("bob");
    hub.command("org", "add", "acme", "--owner", "alice").succeeded();
    alice = hub.token("alice", "write");
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void python(Clients.Python version, String script, String... arguments) {
    Shell shell =
        Clients.lfsShell(home, version, hub)
            .with("TOKEN", alice)
            .with("ALICE", alice)
            .with("BOB", hub.token("bob", "write"));
    String line = "python " + SCRIPTS.resolve("python").resolve(script);
    var result = shell.bash(line + " " + String.join(" ", arguments));

    assertThat(result.succeeded().out()).contains("all of it");
  }

  @ParameterizedTest
  @EnumSource
  void works_with_models_datasets_and_spaces(Clients.Python version) {
    python(version, "repositories.py", "model");
    python(version, "repositories.py", "dataset");
    python(version, "repositories.py", "space");
  }

  @ParameterizedTest
  @EnumSource
  void raises_the_exceptions_that_the_hub_raises(Clients.Python version) {
    python(version, "exceptions.py");
  }

  @ParameterizedTest
  @EnumSource
  void reads_anywhere_in_a_file_and_finds_repositories(Clients.Python version) {
    python(version, "filesystem.py");
  }

  @Test
  void works_from_javascript() {
    Path folder = Clients.javaScript();
    Shell shell = Shell.in(folder).with("HF_ENDPOINT", hub.url()).with("TOKEN", alice);
    shell.run("cp", SCRIPTS.resolve("js/everything.mjs").toString(), folder.toString()).succeeded();

    var result = shell.run("node", "everything.mjs");

    assertThat(result.succeeded().out()).contains("all of it");
  }
}
