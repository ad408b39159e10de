package dev.slipway.lfs;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The parts of an upload one after another, each opened when it is reached. For one thread. */
final class PartsStream extends InputStream {

  private final BlobStore blobs;
  private final PartedUpload upload;
  private InputStream part = InputStream.nullInputStream();
  private int number;

  PartsStream(BlobStore blobs, PartedUpload upload) {
    this.blobs = blobs;
    this.upload = upload;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    int read = part.read(bytes, offset, length);
    while (read < 0 && number < upload.parts()) {
      part.close();
      number++;
      part =
          blobs
              .open(BlobKey.part(upload.id(), number))
              .orElseThrow(() -> new IOException("part " + number + " has gone"));
      read = part.read(bytes, offset, length);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    part.close();
  }
}
