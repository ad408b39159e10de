package dev.slipway.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.sql.EmbeddedDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerKeyTest {

  @TempDir private Path folder;

  private String key(String database, String blobs) {
    try (var rows = EmbeddedDatabase.open(folder.resolve(database))) {
      var store = new FolderBlobStore(folder.resolve(blobs), InstantSource.system());
      byte[] key = new SignerKey(rows, store, new SecureRandom()).bytes();
      return HexFormat.of().formatHex(key);
    }
  }

  @Test
  void is_the_same_after_a_restart() {
    assertThat(key("a.db", "a")).isEqualTo(key("a.db", "a")).hasSize(64);
  }

  @Test
  void is_made_by_neither_half_alone() {
    String key = key("a.db", "a");

    assertThat(key("a.db", "b")).isNotEqualTo(key);
    assertThat(key("b.db", "a")).isNotEqualTo(key);
  }

  @Test
  void is_no_half() throws Exception {
    String key = key("a.db", "a");
    byte[] half = Files.readAllBytes(folder.resolve("a/keys/signed-addresses"));

    assertThat(half).hasSize(32);
    assertThat(HexFormat.of().formatHex(half)).isNotEqualTo(key);
    try (var rows = EmbeddedDatabase.open(folder.resolve("a.db"))) {
      var secrets = new HubSecretStore(new SecureRandom());
      byte[] other = rows.write(tx -> secrets.secret(tx, AddressSigner.SECRET));
      assertThat(HexFormat.of().formatHex(other)).isNotEqualTo(key);
    }
  }

  @Test
  void is_one_for_all_nodes_that_start_together() throws Exception {
    key("a.db", "other");
    Callable<String> node = () -> key("a.db", "a");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var keys = threads.invokeAll(Collections.nCopies(8, node));

      assertThat(keys.stream().map(future -> future.resultNow()).distinct()).hasSize(1);
    }
  }
}
