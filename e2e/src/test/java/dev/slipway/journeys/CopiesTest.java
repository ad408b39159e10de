package dev.slipway.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The newest client lists, deletes and copies large files, and duplicates repositories. */
class CopiesTest {

  private static final Path SCRIPT =
      Hub.ROOT.resolve("e2e/src/test/resources/python/copies.py").toAbsolutePath();

  /** What the script uploads by itself, and no copy of it. */
  private static final long UPLOADED_BYTES = 10_000_000;

  @TempDir private Path home;

  @Test
  void files_and_repositories_are_copied_and_deleted_in_chunks() {
    try (Hub hub = Hub.start()) {
      hub.user("alice");
      hub.user("bob");
      Shell shell =
          Clients.shell(home, Clients.Python.NEWEST, hub)
              .with("ALICE", hub.token("alice", "write"))
              .with("BOB", hub.token("bob", "write"));

      var result = shell.run("python", SCRIPT.toString());

      assertThat(result.succeeded().out()).contains("all of it");
      assertThat(hub.storedBytes()).isLessThan(UPLOADED_BYTES);
      assertThat(hub.log()).doesNotContain("ERROR");
    }
  }
}
