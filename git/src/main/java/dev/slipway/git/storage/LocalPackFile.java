package dev.slipway.git.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;

/** A file of a pack that lies on a disk of this machine. */
final class LocalPackFile implements ReadableChannel {

  private final FileChannel channel;

  LocalPackFile(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return channel.read(target);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public void position(long position) throws IOException {
    channel.position(position);
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public int blockSize() {
    return 0; // no alignment is better than another
  }

  @Override
  public void setReadAheadBytes(int bytes) {
    // The kernel reads ahead.
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
