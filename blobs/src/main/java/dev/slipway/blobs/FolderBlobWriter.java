package dev.slipway.blobs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes one file of the staging folder. */
final class FolderBlobWriter extends BlobWriter {

  private final FolderBlobStore store;
  private final Path file;
  private final FileChannel channel;
  private boolean isPublished;

  FolderBlobWriter(FolderBlobStore store, Path file) throws IOException {
    this.store = store;
    this.file = file;
    this.channel = FileChannel.open(file, StandardOpenOption.WRITE);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void publish(BlobKey key) {
    if (isPublished) {
      throw new IllegalStateException("a blob is published once: " + key);
    }
    try {
      channel.force(true);
      channel.close();
      store.moveIn(file, key);
      isPublished = true;
    } catch (IOException e) {
      throw new BlobStoreException("publishing " + key, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
      if (!isPublished) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BlobStoreException("discarding a blob", e);
    }
  }
}
