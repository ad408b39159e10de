package dev.slipway.journeys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Files as they are uploaded to model hubs; one seed makes one content. */
final class Weights {

  private static final int MIB = 1 << 20;

  private Weights() {}

  /** Bytes that do not compress. */
  static Path random(Path file, int bytes, long seed) throws IOException {
    Random random = new Random(seed);
    byte[] block = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int left = bytes; left > 0; left -= MIB) {
        random.nextBytes(block);
        out.write(block, 0, Math.min(left, MIB));
      }
    }
    return file;
  }

  /** Small numbers in half precision behind a header, as in a safetensors file. */
  static Path halves(Path file, int bytes, long seed) throws IOException {
    Random random = new Random(seed);
    String header =
        "{\"w\":{\"dtype\":\"F16\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(bytes / 2, bytes);
    ByteBuffer content =
        ByteBuffer.allocate(Long.BYTES + header.length() + bytes).order(ByteOrder.LITTLE_ENDIAN);
    content.putLong(header.length()).put(header.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    while (content.remaining() >= Short.BYTES) {
      content.putShort(Float.floatToFloat16((float) random.nextGaussian() * 0.02f));
    }
    return Files.write(file, content.array());
  }

  /** Overwrites part of a file with other bytes. */
  static void change(Path file, long at, int bytes, long seed) throws IOException {
    byte[] other = new byte[bytes];
    new Random(seed).nextBytes(other);
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      open.write(other);
    }
  }

  static String sha256(Path file) throws IOException {
    return sha256(Files.newInputStream(file));
  }

  /** Reads to the end and closes. */
  static String sha256(InputStream in) {
    try (in) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
