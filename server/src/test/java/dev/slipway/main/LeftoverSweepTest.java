package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverSweepTest {

  @TempDir private Path folder;

  @Test
  void removes_what_a_process_that_vanished_left_behind() throws Exception {
    Path old = file("spool/pack-1.pack", Duration.ofDays(2));
    Path young = file("spool/pack-2.pack", Duration.ofHours(2));
    Path blob = file("blobs/.staging/blob-1.part", Duration.ofDays(2));

    try (HubFixture _ = HubFixture.start(folder)) {
      Instant end = Instant.now().plusSeconds(10);
      while ((Files.exists(old) || Files.exists(blob)) && Instant.now().isBefore(end)) {
        Thread.sleep(20);
      }

      assertThat(old).doesNotExist();
      assertThat(blob).doesNotExist();
      assertThat(young).exists();
    }
  }

  private Path file(String name, Duration age) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    return file;
  }
}
