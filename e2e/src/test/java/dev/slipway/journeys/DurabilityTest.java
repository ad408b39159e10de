package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at any moment of an upload: the branch is old or new, and the same upload
 * succeeds.
 */
class DurabilityTest {

  private static final int ROUNDS = 3;
  private static final int MAX_DELAY_MILLIS = 2500;

  @TempDir private Path home;

  @Test
  void an_upload_that_was_cut_off_succeeds_when_it_is_repeated()
      throws IOException, InterruptedException {
    try (Hub hub = Hub.start()) {
      hub.user("alice");
      String alice = hub.token("alice", "write");
      hub.repo(alice, "model", "alice/m");
      Random random = new Random(7);
      for (int round = 0; round < ROUNDS; round++) {
        Path folder = files(round, random);
        Shell shell = Clients.lfsShell(home, Clients.Python.NEWEST, hub).with("HF_TOKEN", alice);
        List<String> upload = List.of("hf", "upload", "alice/m", folder.toString(), ".");
        String before = hub.get("/api/models/alice/m/commits/main").body();

        Shell.Running cut = shell.start(upload);
        cut.process().waitFor(random.nextInt(MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        hub.killAndRestart();
        Shell.finish(cut);

        String after = hub.get("/api/models/alice/m/commits/main").body();
        assertThat(after).endsWith(before.substring(1));
        shell.run(upload).succeeded();
        Path copy = home.resolve("copy-" + round);
        shell.run("hf", "download", "alice/m", "--local-dir", copy.toString()).succeeded();
        for (String name : List.of("small.txt", "weights.bin")) {
          assertThat(copy.resolve(name)).hasSameBinaryContentAs(folder.resolve(name));
        }
      }
    }
  }

  private Path files(int round, Random random) throws IOException {
    Path folder = Files.createDirectories(home.resolve("up-" + round));
    byte[] weights = new byte[20_000_000];
    random.nextBytes(weights);
    Files.write(folder.resolve("weights.bin"), weights);
    Files.writeString(folder.resolve("small.txt"), "round " + round);
    return folder;
  }

  @Test
  void a_stop_lets_what_runs_finish() throws IOException, InterruptedException {
    try (Hub hub = Hub.start()) {
      hub.process().destroy();

      assertThat(hub.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(hub.log()).doesNotContain("ERROR").doesNotContain("Exception");
      hub.killAndRestart();
    }
  }
}
