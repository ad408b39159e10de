package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However a file came, every client reads the same bytes. */
class XetReadersTest {

  private static final Path SCRIPTS = Hub.ROOT.resolve("e2e/src/test/resources").toAbsolutePath();
  private static final int MB = 1_000_000;
  private static final String REPO = "alice/chunks";
  private static final List<String> FILES = List.of("random.bin", "half.safetensors", "tiny.bin");

  private static Hub hub = Hub.start();
  private static String alice = "";

  @TempDir private static Path folder;
  @TempDir private Path home;

  /** Uploads by Python in chunks what the others read. */
  @BeforeAll
  static void upload() throws IOException {
    hub.user("alice");
    alice = hub.token("alice", "write");
    Weights.random(folder.resolve("random.bin"), 8 * MB, 21);
    Weights.halves(folder.resolve("half.safetensors"), 4 * MB, 22);
    Files.write(folder.resolve("tiny.bin"), new byte[] {0, 1, 2});
    Path other = Files.createTempDirectory("uploader");
    Clients.shell(other, Clients.Python.NEWEST, hub)
        .with("HF_TOKEN", alice)
        .run("hf", "upload", REPO, folder.toString(), ".")
        .succeeded();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private Shell js(String direction, String repo, Path files, List<String> names) {
    Path client = Clients.javaScript();
    Shell shell = Shell.in(client).with("HF_ENDPOINT", hub.url()).with("TOKEN", alice);
    shell.run("cp", SCRIPTS.resolve("js/xet.mjs").toString(), client.toString()).succeeded();
    String line =
        "node xet.mjs %s %s %s %s".formatted(direction, repo, files, String.join(" ", names));
    assertThat(shell.bash(line).succeeded().out()).contains("all of it");
    return shell;
  }

  private static void assertSame(Path copies, List<String> names) {
    for (String name : names) {
      assertThat(copies.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_file_system_of_python_reads_anywhere(Clients.Python version) {
    String script = SCRIPTS.resolve("python/ranges.py").toString();

    var result =
        Clients.shell(home, version, hub)
            .with("HF_TOKEN", alice)
            .run("python", script, REPO, folder.toString());

    assertThat(result.succeeded().out()).contains("all of it");
  }

  @Test
  void git_lfs_pulls_what_came_in_chunks() {
    Shell shell = Shell.in(home);
    String url = hub.url().replace("http://", "http://alice:" + alice + "@") + "/" + REPO;
    shell.run("git", "lfs", "install", "--skip-smudge").succeeded();
    shell.run("git", "clone", "--quiet", url, "work").succeeded();
    assertThat(home.resolve("work/random.bin")).content().startsWith("version https://git-lfs");

    shell.at(home.resolve("work")).run("git", "lfs", "pull").succeeded();

    assertSame(home.resolve("work"), FILES);
  }

  @ParameterizedTest
  @EnumSource
  void python_reads_what_git_lfs_pushed(Clients.Python version) throws IOException {
    String repo = "alice/pushed-" + version.ordinal();
    hub.repo(alice, "model", repo);
    Shell shell = Shell.in(home);
    String url = hub.url().replace("http://", "http://alice:" + alice + "@") + "/" + repo;
    shell.run("git", "config", "--global", "user.name", "alice").succeeded();
    shell.run("git", "config", "--global", "user.email", "alice@example.org").succeeded();
    shell.run("git", "lfs", "install").succeeded();
    shell.run("git", "clone", "--quiet", url, "work").succeeded();
    for (String name : FILES) {
      Files.copy(folder.resolve(name), home.resolve("work").resolve(name));
    }
    shell
        .at(home.resolve("work"))
        .bash("git lfs track tiny.bin && git add -A && git commit -qm weights && git push -q")
        .succeeded();

    Path copy = home.resolve("copy");
    Clients.shell(home, version, hub)
        .run("hf", "download", repo, "--local-dir", copy.toString())
        .succeeded();

    assertSame(copy, FILES);
    if (version == Clients.Python.NEWEST) {
      js("plain", repo, Files.createDirectories(home.resolve("js")), FILES.subList(0, 2));
      assertSame(home.resolve("js"), FILES.subList(0, 2));
    }
  }

  @Test
  void javascript_reads_what_python_uploaded() {
    js("down", REPO, home, FILES.subList(0, 2));

    assertSame(home, FILES.subList(0, 2));
  }

  @Test
  void everybody_reads_what_javascript_uploaded() throws IOException {
    String repo = "alice/js";
    hub.repo(alice, "model", repo);
    List<String> names = FILES.subList(0, 2);

    js("up", repo, folder, names);

    for (Clients.Python version : Clients.Python.values()) {
      Path copy = home.resolve("copy-" + version.ordinal());
      Clients.shell(Files.createTempDirectory(home, "reader"), version, hub)
          .run("hf", "download", repo, "--local-dir", copy.toString())
          .succeeded();
      assertSame(copy, names);
    }
    js("down", repo, home, names);
    assertSame(home, names);
    for (String name : names) {
      assertThat(hub.sha256("/" + repo + "/resolve/main/" + name, alice))
          .isEqualTo(Weights.sha256(folder.resolve(name)));
    }
  }

  @Test
  void javascript_and_python_share_chunks() throws IOException {
    String repo = "alice/shared";
    hub.repo(alice, "model", repo);
    long before = hub.storedBytes();

    js("up", repo, folder, List.of("half.safetensors"));

    assertThat(hub.storedBytes() - before).isLessThan(MB);
  }
}
