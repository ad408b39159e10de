package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.xet.ReconstructedStream;
import dev.slipway.xet.Terms;
import dev.slipway.xet.XorbSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the SHA-256 of a file that is in chunks, by reading it once. */
final class FileDigest {

  private static final int BUFFER_BYTES = 256 * 1024;

  private final XorbSource xorbs;

  FileDigest(XorbSource xorbs) {
    this.xorbs = xorbs;
  }

  /** Is called while a file is read. */
  interface Pulse {

    /**
     * Says that it goes on.
     *
     * @throws IOException if nobody waits any more
     */
    void beat() throws IOException;
  }

  BlobId of(Terms terms, Pulse pulse) throws IOException {
    MessageDigest sha256 = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = new ReconstructedStream(terms, xorbs, 0, terms.length().bytes())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        pulse.beat();
      }
    }
    return new BlobId(HexFormat.of().formatHex(sha256.digest()));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
