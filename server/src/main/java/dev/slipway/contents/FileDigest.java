package dev.slipway.contents;

import dev.slipway.names.BlobId;
import dev.slipway.names.Sha256;
import dev.slipway.xet.ReconstructedStream;
import dev.slipway.xet.Terms;
import dev.slipway.xet.XorbSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Computes the SHA-256 of a file that is in chunks, by reading it once. That is nothing but work,
 * so it is done by few threads of the system, in slices: whoever brings a large file waits for its
 * own, and nobody else does. Safe for use by many threads.
 */
final class FileDigest {

  private static final int BUFFER_BYTES = 256 * 1024;

  /** How much is read before others have their turn and the one who waits is told. */
  private static final long SLICE_BYTES = 32L * 1024 * 1024;

  private final XorbSource xorbs;
  private final ExecutorService workers;

  FileDigest(XorbSource xorbs) {
    this.xorbs = xorbs;
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
    this.workers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("digest-", 0).factory());
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
    MessageDigest sha256 = Sha256.begin();
    try (InputStream in = new ReconstructedStream(terms, xorbs, 0, terms.length().bytes())) {
      while (await(in, sha256)) {
        pulse.beat();
      }
    }
    return new BlobId(HexFormat.of().formatHex(sha256.digest()));
  }

  private boolean await(InputStream in, MessageDigest sha256) throws IOException {
    try {
      return workers.submit(() -> slice(in, sha256)).get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException cause -> throw cause;
        case RuntimeException cause -> throw cause;
        case null, default -> throw new IllegalStateException("reading a file in chunks", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a file was read", e);
    }
  }

  /** Whether there is more. */
  private static boolean slice(InputStream in, MessageDigest sha256) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (long done = 0; done < SLICE_BYTES; ) {
      int read = in.read(buffer);
      if (read < 0) {
        return false;
      }
      sha256.update(buffer, 0, read);
      done += read;
    }
    return true;
  }
}
