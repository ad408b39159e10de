package dev.slipway.journeys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * The real clients, each at one version, fetched from its registry once and kept below {@code
 * target}. Where a registry cannot be reached the tests that need it are skipped and say so, but
 * never in CI.
 */
final class Clients {

  private static final Path FOLDER = Hub.ROOT.resolve("e2e/target/clients").toAbsolutePath();
  private static final Path RESOURCES = Hub.ROOT.resolve("e2e/src/test/resources").toAbsolutePath();

  private Clients() {}

  /** A version of {@code huggingface_hub}. */
  enum Python {
    FIRST_WITH_TRUSTED_PUBLISHERS("1.19.0"),
    FIRST_THAT_SENDS_ALL_LARGE_FILES_BY_XET("1.20.1"),
    NEWEST("2.4.0");

    private final String version;

    Python(String version) {
      this.version = version;
    }

    /** The folder of its commands. */
    Path bin() {
      Path folder = FOLDER.resolve("huggingface_hub-" + version);
      return install(folder, () -> venv(folder)).resolve("bin");
    }

    private void venv(Path folder) {
      Shell shell = Shell.in(FOLDER);
      shell.run("python3", "-m", "venv", folder.toString()).succeeded();
      Path requirements = RESOURCES.resolve("clients/huggingface_hub-" + version + ".txt");
      reach(
          shell.run(
              folder.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--disable-pip-version-check",
              "-r",
              requirements.toString()));
    }

    @Override
    public String toString() {
      return "huggingface_hub " + version;
    }
  }

  /** The folder in which {@code @huggingface/hub} can be imported. */
  static Path javaScript() {
    Path folder = FOLDER.resolve("js");
    return install(
        folder,
        () -> {
          try {
            Files.createDirectories(folder);
            for (String file : List.of("package.json", "package-lock.json")) {
              Files.copy(
                  RESOURCES.resolve("js").resolve(file),
                  folder.resolve(file),
                  StandardCopyOption.REPLACE_EXISTING);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          reach(Shell.in(folder).run("npm", "ci", "--silent", "--no-audit", "--no-fund"));
        });
  }

  /**
   * A shell in a home of its own whose {@code hf} is of this version, points at {@code hub} and is
   * otherwise as it was installed.
   */
  static Shell shell(Path home, Python version, Hub hub) {
    Shell shell = Shell.in(home);
    return shell
        .with("PATH", version.bin() + ":" + shell.environment().get("PATH"))
        .with("HF_ENDPOINT", hub.url())
        .with("HF_HOME", home.resolve("hf").toString())
        .with("HF_HUB_DISABLE_TELEMETRY", "1")
        .with("HF_HUB_DISABLE_PROGRESS_BARS", "1");
  }

  /** The same, which sends large files by LFS. */
  static Shell lfsShell(Path home, Python version, Hub hub) {
    return shell(home, version, hub).with("HF_HUB_DISABLE_XET", "1");
  }

  private static synchronized Path install(Path folder, Runnable installation) {
    Path done = folder.resolve(".installed");
    if (!Files.exists(done)) {
      try {
        Files.createDirectories(FOLDER);
        installation.run();
        Files.createFile(done);
      } catch (IOException e) {
        throw new UncheckedIOException("installing " + folder, e);
      }
    }
    return folder;
  }

  private static void reach(Shell.Result result) {
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(
          result.exit() == 0, () -> "a client could not be fetched: " + result.text());
    }
    result.succeeded();
  }
}
