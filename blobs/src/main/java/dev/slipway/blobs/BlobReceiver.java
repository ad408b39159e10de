package dev.slipway.blobs;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Stores blobs under their SHA-256, which it computes while the bytes pass. Thread-safe. */
public final class BlobReceiver {

  private static final int BUFFER_BYTES = 128 * 1024;

  private final BlobStore blobs;

  public BlobReceiver(BlobStore blobs) {
    this.blobs = blobs;
  }

  /**
   * Reads {@code in} to its end, but never more than one byte beyond {@code size}, and publishes it
   * only if it is what was announced. Does not close {@code in}.
   *
   * @throws IOException if {@code in} fails, which is the sender's doing
   * @throws BlobStoreException if the storage fails
   */
  public Receipt receive(InputStream in, BlobId id, ByteCount size) throws IOException {
    MessageDigest sha256 = Sha256.begin();
    try (BlobWriter writer = blobs.begin()) {
      long read = copy(in, writer, sha256, size.bytes());
      if (read != size.bytes()) {
        return new Receipt.WrongSize(new ByteCount(read));
      }
      BlobId actual = BlobId.of(sha256.digest());
      if (!actual.equals(id)) {
        return new Receipt.WrongHash(actual);
      }
      BlobKey key = BlobKey.of(id);
      writer.publish(key);
      return new Receipt.Stored(key);
    }
  }

  private static long copy(InputStream in, BlobWriter writer, MessageDigest sha256, long size)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long total = 0;
    while (total <= size) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, size - total + 1));
      if (read < 0) {
        break;
      }
      total += read;
      sha256.update(buffer, 0, read);
      write(writer, buffer, read);
    }
    return total;
  }

  /** A full disk is our failure, not the sender's. */
  private static void write(BlobWriter writer, byte[] buffer, int count) {
    try {
      writer.write(buffer, 0, count);
    } catch (IOException e) {
      throw new BlobStoreException("writing a blob that is being received", e);
    }
  }
}
