package dev.slipway.main;

import dev.slipway.blobs.BlobStore;
import dev.slipway.jobs.Jobs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Stream;

/** Removes the unfinished files of a process that vanished: of blobs, packs and requests. */
final class LeftoverSweep {

  /** Whoever still writes a file touches it more often. */
  private static final Duration UNTOUCHED_FOR = Duration.ofDays(1);

  private static final Duration INTERVAL = Duration.ofHours(1);

  private final BlobStore blobs;
  private final Path spool;
  private final InstantSource time;

  LeftoverSweep(BlobStore blobs, Path spool, InstantSource time) {
    this.blobs = blobs;
    this.spool = spool;
    this.time = time;
  }

  /** At once, because a start may follow a crash, and then hourly. */
  void schedule(Jobs jobs) {
    String name = "removing unfinished files";
    jobs.soon(name, this::sweep);
    jobs.every(INTERVAL, name, this::sweep);
  }

  private void sweep() {
    blobs.sweepStaging(UNTOUCHED_FOR);
    Instant limit = time.instant().minus(UNTOUCHED_FOR);
    try (Stream<Path> files = Files.list(spool)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sweep(file, limit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("sweeping the spool folder", e);
    }
  }

  private static void sweep(Path file, Instant limit) throws IOException {
    try {
      if (Files.isRegularFile(file)
          && Files.getLastModifiedTime(file).toInstant().isBefore(limit)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Finished since the folder was read: nothing left to sweep.
    }
  }
}
