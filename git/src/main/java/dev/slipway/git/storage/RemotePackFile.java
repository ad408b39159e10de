package dev.slipway.git.storage;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.BlobStore;
import dev.slipway.blobs.BlobStream;
import dev.slipway.names.ByteCount;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jgit.internal.storage.dfs.ReadableChannel;

/** A file of a pack in a store that gives ranges; reads ahead, because each range is a request. */
final class RemotePackFile implements ReadableChannel {

  private static final int LEAST_AHEAD_BYTES = 1024 * 1024;

  private final BlobStore blobs;
  private final BlobKey key;
  private final long size;
  private byte[] ahead = new byte[0];
  private long aheadStart;
  private int aheadBytes = LEAST_AHEAD_BYTES;
  private long position;
  private boolean isOpen = true;

  RemotePackFile(BlobStore blobs, BlobKey key, ByteCount size) {
    this.blobs = blobs;
    this.key = key;
    this.size = size.bytes();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= size) {
      return -1;
    }
    if (position < aheadStart || position >= aheadStart + ahead.length) {
      fetch(target.remaining());
    }
    int from = (int) (position - aheadStart);
    int count = Math.min(target.remaining(), ahead.length - from);
    target.put(ahead, from, count);
    position += count;
    return count;
  }

  private void fetch(int wanted) throws IOException {
    ByteCount length = new ByteCount(Math.max(wanted, aheadBytes));
    try (BlobStream stream = blobs.open(key, position, length).orElseThrow(() -> missing(key))) {
      ahead = stream.readAllBytes();
      aheadStart = position;
    }
  }

  static FileNotFoundException missing(BlobKey key) {
    return new FileNotFoundException("no such pack file: " + key);
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void position(long newPosition) {
    position = newPosition;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int blockSize() {
    return 0;
  }

  @Override
  public void setReadAheadBytes(int bytes) {
    aheadBytes = Math.max(bytes, LEAST_AHEAD_BYTES);
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public void close() {
    isOpen = false;
    ahead = new byte[0];
  }
}
