package dev.slipway.blobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderBlobStoreTest extends BlobStoreContract {

  @TempDir Path root;
  private BlobStore store;

  @BeforeEach
  void openStore() {
    store = new FolderBlobStore(root, InstantSource.system());
  }

  @Override
  protected BlobStore store() {
    return store;
  }

  @Test
  void leaves_no_staging_file_behind() throws IOException {
    try (BlobWriter writer = store.begin()) {
      writer.write(1);
    }
    try (BlobWriter writer = store.begin()) {
      writer.write(1);
      writer.publish(new BlobKey("packs/x"));
    }

    assertThat(root.resolve(".staging")).isEmptyDirectory();
  }

  @Test
  void sweeps_what_a_killed_process_left() throws IOException {
    Path left = Files.writeString(root.resolve(".staging/blob-killed.part"), "half");
    Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(2))));

    store.sweepStaging(Duration.ofDays(1));

    assertThat(left).doesNotExist();
  }

  @Test
  void has_no_key_that_leaves_the_folder() {
    for (String text :
        new String[] {"a/../b", "/a", "a//b", "a/.b", "a", "A/b", "a/b/", "a/b\\c"}) {
      assertThatThrownBy(() -> new BlobKey(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
