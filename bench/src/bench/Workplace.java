package bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A folder for everything, which is gone at the end. */
public final class Workplace implements AutoCloseable {

  private static final int CHUNK = 1 << 20;

  private final Path folder;

  public Workplace() throws IOException {
    folder = Files.createTempDirectory("slipway-bench-");
    // An end by Ctrl-C leaves nothing behind either.
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  /** A new folder. */
  public Path data(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name));
  }

  /** A file of random bytes: the same ones for the same seed. */
  Client.LfsFile file(String name, long bytes, long seed) throws Exception {
    Path file = folder.resolve(name);
    SplittableRandom random = new SplittableRandom(seed);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = bytes; left > 0; left -= CHUNK) {
        random.nextBytes(chunk);
        int length = (int) Math.min(left, CHUNK);
        out.write(chunk, 0, length);
        digest.update(chunk, 0, length);
      }
    }
    return new Client.LfsFile(file, HexFormat.of().formatHex(digest.digest()), bytes);
  }

  @Override
  public void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("could not remove " + folder + ": " + e.getMessage());
    }
  }
}
