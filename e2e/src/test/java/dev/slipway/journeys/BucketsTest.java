package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hf buckets}, {@code hf sync} and {@code hf cp}, as they were installed. */
class BucketsTest {

  private static final int MB = 1_000_000;

  private static Hub hub = Hub.start();
  private static String alice = "";
  private static int count;

  @TempDir private Path home;
  private Shell shell = Shell.in(Path.of("."));
  private String bucket = "";

  @BeforeAll
  static void prepare() {
    hub.user("alice");
    hub.user("bob");
    alice = hub.token("alice", "write");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @BeforeEach
  void create() {
    shell = Clients.shell(home, Clients.Python.NEWEST, hub).with("HF_TOKEN", alice);
    bucket = "alice/b-" + count++;
    shell.run("hf", "buckets", "create", bucket, "--private").succeeded();
  }

  private String uri(String path) {
    return "hf://buckets/" + bucket + path;
  }

  private Path data() throws IOException {
    Path data = Files.createDirectories(home.resolve("data/logs"));
    Weights.random(home.resolve("data/w.bin"), 3 * MB, 31);
    Files.writeString(data.resolve("one.txt"), "one");
    Files.createFile(data.resolve("empty.txt"));
    return home.resolve("data");
  }

  private static void assertSame(Path copy, Path data) {
    for (String name : new String[] {"w.bin", "logs/one.txt", "logs/empty.txt"}) {
      assertThat(copy.resolve(name)).hasSameBinaryContentAs(data.resolve(name));
    }
  }

  @Test
  void files_are_copied_listed_and_removed() throws IOException {
    Path data = data();
    shell.run("hf", "buckets", "cp", data.resolve("w.bin").toString(), uri("/a/w.bin")).succeeded();
    shell.run("hf", "cp", data.resolve("logs/one.txt").toString(), uri("/a/")).succeeded();

    var list = shell.run("hf", "buckets", "list", bucket, "-R").succeeded();
    assertThat(list.out()).contains("a/w.bin").contains("a/one.txt");
    assertThat(shell.run("hf", "buckets", "info", bucket).succeeded().out()).contains("3000003");
    assertThat(shell.run("hf", "buckets", "list").succeeded().out()).contains(bucket);
    Path copy = home.resolve("w.bin");
    shell.run("hf", "cp", uri("/a/w.bin"), copy.toString()).succeeded();
    assertThat(copy).hasSameBinaryContentAs(data.resolve("w.bin"));

    shell.run("hf", "buckets", "rm", bucket + "/a/w.bin", "--yes").succeeded();

    assertThat(shell.run("hf", "buckets", "list", bucket, "-R").succeeded().out())
        .contains("a/one.txt")
        .doesNotContain("w.bin");
    shell.run("hf", "buckets", "delete", bucket, "--yes").succeeded();
    shell.run("hf", "buckets", "info", bucket).failed();
  }

  @Test
  void a_folder_is_synchronized_both_ways() throws IOException {
    Path data = data();
    shell.run("hf", "sync", data.toString(), uri("/sub")).succeeded();

    Path copy = home.resolve("copy");
    shell.run("hf", "sync", uri("/sub"), copy.toString()).succeeded();
    assertSame(copy, data);

    Files.delete(data.resolve("logs/one.txt"));
    Weights.change(data.resolve("w.bin"), MB, 1000, 1);
    // What differs by a second or less is the same to the client.
    Files.setLastModifiedTime(data.resolve("w.bin"), FileTime.from(Instant.now().plusSeconds(9)));
    shell.run("hf", "sync", data.toString(), uri("/sub"), "--delete").succeeded();
    shell.run("hf", "sync", uri("/sub"), copy.toString(), "--delete").succeeded();

    assertThat(copy.resolve("w.bin")).hasSameBinaryContentAs(data.resolve("w.bin"));
    assertThat(copy.resolve("logs/one.txt")).doesNotExist();
    assertThat(copy.resolve("logs/empty.txt")).isEmptyFile();
    assertThat(hub.log()).doesNotContain(" ERROR ");
  }

  @Test
  void a_sync_from_another_machine_sends_what_is_new() throws IOException {
    Path data = data();
    shell.run("hf", "sync", data.toString(), uri("")).succeeded();
    long before = hub.storedBytes();
    Weights.random(data.resolve("new.bin"), MB, 32);
    Files.copy(data.resolve("w.bin"), data.resolve("again.bin"));

    shell
        .with("HF_HOME", home.resolve("other").toString())
        .run("hf", "sync", data.toString(), uri(""))
        .succeeded();

    assertThat(hub.storedBytes() - before).isBetween((long) MB, 3L * MB / 2);
  }

  @Test
  void a_repository_is_copied_into_a_bucket() throws IOException {
    Path data = data();
    String repo = "alice/source-" + count;
    shell.run("hf", "upload", repo, data.toString(), ".").succeeded();
    long before = hub.storedBytes();

    shell.run("hf", "cp", "hf://" + repo + "/w.bin", uri("/from-repo.bin")).succeeded();

    assertThat(hub.storedBytes() - before).isLessThan(MB / 10);
    Path copy = home.resolve("back.bin");
    shell.run("hf", "cp", uri("/from-repo.bin"), copy.toString()).succeeded();
    assertThat(copy).hasSameBinaryContentAs(data.resolve("w.bin"));
  }

  @Test
  void a_folder_of_a_repository_is_copied_into_a_bucket() throws IOException {
    Path data = data();
    String repo = "alice/tree-" + count;
    shell.run("hf", "upload", repo, data.toString(), ".").succeeded();

    shell.run("hf", "cp", "hf://" + repo + "/", uri("/all/")).succeeded();

    Path copy = home.resolve("copy");
    shell.run("hf", "sync", uri("/all"), copy.toString()).succeeded();
    assertSame(copy, data);
  }

  @Test
  void nobody_else_looks_into_a_private_one() throws IOException {
    Path data = data();
    shell.run("hf", "sync", data.toString(), uri("")).succeeded();
    Shell bob = shell.with("HF_TOKEN", hub.token("bob", "write"));

    bob.run("hf", "buckets", "list", bucket).failed();
    bob.run("hf", "cp", uri("/w.bin"), home.resolve("x").toString()).failed();
    bob.run("hf", "sync", data.toString(), uri("")).failed();
  }
}
