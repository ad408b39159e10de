package dev.slipway.doctor;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobStoreException;
import dev.slipway.blobs.BlobStream;
import dev.slipway.blobs.BlobWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Do blobs come back as they were written, and is there room for more? */
public final class StorageCheckup implements Checkup {

  /** Below this, uploads of usual models fail. */
  static final long LEAST_FREE_BYTES = 1L << 30;

  /** Below this, somebody should know. */
  static final long COMFORTABLE_FREE_BYTES = 10L << 30;

  private static final int PROBE_BYTES = 64 * 1024;
  private static final int NAME_BYTES = 12;

  private final BlobStore blobs;
  private final Path data;
  private final SecureRandom random;

  /** Writes a probe into {@code blobs}, and asks how full the disk of {@code data} is. */
  public StorageCheckup(BlobStore blobs, Path data, SecureRandom random) {
    this.blobs = blobs;
    this.data = data;
    this.random = random;
  }

  @Override
  public List<Finding> look() {
    return List.of(probe(), disk());
  }

  private Finding probe() {
    byte[] name = new byte[NAME_BYTES];
    random.nextBytes(name);
    byte[] bytes = new byte[PROBE_BYTES];
    random.nextBytes(bytes);
    BlobKey key = new BlobKey("probes/" + HexFormat.of().formatHex(name));
    try {
      write(key, bytes);
      boolean isSame = Arrays.equals(read(key).orElse(new byte[0]), bytes);
      boolean isGone = blobs.delete(key) && blobs.size(key).isEmpty();
      return isSame && isGone
          ? Finding.ok("storage", "a probe was written, read and deleted")
          : Finding.fail(
              "storage",
              isSame ? "a probe could not be deleted" : "a probe was not read as it was written",
              "have the disk examined before anything more is uploaded");
    } catch (IOException | BlobStoreException e) {
      return Finding.fail(
          "storage",
          "a probe could not be written and read: " + e.getMessage(),
          "see that the hub's user owns " + data + " and that its disk is writable");
    }
  }

  private void write(BlobKey key, byte[] bytes) throws IOException {
    try (BlobWriter writer = blobs.begin()) {
      writer.write(bytes);
      writer.publish(key);
    }
  }

  private Optional<byte[]> read(BlobKey key) throws IOException {
    Optional<BlobStream> open = blobs.open(key);
    if (open.isEmpty()) {
      return Optional.empty();
    }
    try (BlobStream stream = open.get()) {
      return Optional.of(stream.readAllBytes());
    }
  }

  private Finding disk() {
    try {
      long free = Files.getFileStore(data).getUsableSpace();
      String text = "%.1f GiB are free for %s".formatted((double) free / (1L << 30), data);
      String advice = "free some space, or move the data folder to a larger disk";
      if (free < LEAST_FREE_BYTES) {
        return Finding.fail("disk", text, advice);
      }
      return free < COMFORTABLE_FREE_BYTES
          ? Finding.warn("disk", text, advice)
          : Finding.ok("disk", text);
    } catch (IOException e) {
      return Finding.fail("disk", "cannot be asked how full it is: " + e.getMessage(), "mount it");
    }
  }
}
