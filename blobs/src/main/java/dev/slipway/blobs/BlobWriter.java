package dev.slipway.blobs;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob in the making. Not safe for use by several threads. Closing without publishing discards
 * it.
 */
public abstract class BlobWriter extends OutputStream {

  /** Only stores make writers. */
  protected BlobWriter() {}

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;

  /**
   * Makes the bytes written so far durable and visible under the key, all at once. A key that
   * exists already keeps its first bytes, and that is no error; a {@linkplain BlobKey#isReplaceable
   * replaceable} one gets these. Once only; nothing can be written afterwards.
   *
   * @throws BlobStoreException if the storage fails; then nothing was published
   */
  public abstract void publish(BlobKey key);

  @Override
  public abstract void close();
}
