package dev.slipway.demo;

import dev.slipway.names.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;

/**
 * A model as training leaves it: a card, and weights in the safetensors format.
 *
 * @param weights a file larger than what a commit may carry itself
 */
record Checkpoint(Path weights) {

  /** The card. */
  static final String README =
      """
      ---
      license: apache-2.0
      library_name: safetensors
      ---
      # Awesome model

      Published by a CI job that holds no secret.
      """;

  private static final int CHUNK_BYTES = 1024 * 1024;
  private static final int CHUNKS = 16;
  private static final long SEED = 42;

  /** Writes the weights into {@code folder}: the same bytes each time. */
  static Checkpoint train(Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    int length = CHUNKS * CHUNK_BYTES;
    byte[] header =
        """
        {"weight":{"dtype":"U8","shape":[%d],"data_offsets":[0,%d]}}\
        """
            .formatted(length, length)
            .getBytes(StandardCharsets.US_ASCII);
    SplittableRandom random = new SplittableRandom(SEED);
    byte[] chunk = new byte[CHUNK_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          ByteBuffer.allocate(Long.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(header.length)
              .array());
      out.write(header);
      for (int i = 0; i < CHUNKS; i++) {
        random.nextBytes(chunk);
        out.write(chunk);
      }
    }
    return new Checkpoint(file);
  }

  /** The weights' name in LFS: their SHA-256 in hexadecimal. */
  String oid() {
    try (InputStream in = Files.newInputStream(weights)) {
      MessageDigest digest = Sha256.begin();
      byte[] chunk = new byte[CHUNK_BYTES];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + weights, e);
    }
  }

  long size() throws IOException {
    return Files.size(weights);
  }

  /** The first bytes, which a client shows before it uploads. */
  byte[] sample() throws IOException {
    try (InputStream in = Files.newInputStream(weights)) {
      return in.readNBytes(512);
    }
  }
}
