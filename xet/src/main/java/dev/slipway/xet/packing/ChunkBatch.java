package dev.slipway.xet.packing;

import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.Blake3Key;
import dev.slipway.xet.hashing.HashList;

/**
 * Unpacked chunks one after another in one buffer, so that they are hashed together. Holds the
 * buffer and some 180 KiB more. One thread at a time.
 */
public final class ChunkBatch {

  private static final int CHUNKS = 256;

  private final byte[] bytes;
  private final byte[] grouped = new byte[Limits.CHUNK_BYTES];
  private final int[] ends = new int[CHUNKS];
  private int count;

  /**
   * @param bufferBytes at least one chunk; the more, the better the lanes of BLAKE3 are used
   */
  public ChunkBatch(int bufferBytes) {
    this.bytes = new byte[bufferBytes];
  }

  public void clear() {
    count = 0;
  }

  /** How many bytes all chunks have. */
  public int length() {
    return end(count);
  }

  public boolean hasRoomFor(int unpackedLength) {
    return count < CHUNKS && unpackedLength <= bytes.length - length();
  }

  /** Unpacks the chunk behind {@code header} whose packed bytes are in {@code in} at {@code at}. */
  public void add(ChunkHeader header, byte[] in, int at) throws Malformation {
    int start = length();
    int end = start + header.unpackedLength();
    int reached =
        switch (header.scheme()) {
          case STORED -> stored(header, in, at);
          case LZ4 -> Lz4Frame.unpack(packed(header, in, at), new Span(bytes, start, end));
          case BG4_LZ4 -> grouped(header, in, at);
        };
    if (reached != end) {
      throw new Malformation("a chunk unpacks to fewer bytes than announced");
    }
    ends[count++] = end;
  }

  /** The hash of each chunk. */
  public HashList hashes(Blake3 blake3) {
    return blake3.hashEach(Blake3Key.CHUNK, bytes, ends, count);
  }

  public int copy(int from, byte[] into, int at, int length) {
    int copied = Math.min(length, length() - from);
    System.arraycopy(bytes, from, into, at, copied);
    return copied;
  }

  private int stored(ChunkHeader header, byte[] in, int at) {
    System.arraycopy(in, at, bytes, length(), header.unpackedLength());
    return length() + header.unpackedLength();
  }

  private int grouped(ChunkHeader header, byte[] in, int at) throws Malformation {
    var room = new Span(grouped, 0, header.unpackedLength());
    int length = Lz4Frame.unpack(packed(header, in, at), room);
    Bg4.ungroup(grouped, length, bytes, length());
    return length() + length;
  }

  private static Span packed(ChunkHeader header, byte[] in, int at) {
    return new Span(in, at, at + header.packedLength());
  }

  private int end(int chunks) {
    return chunks == 0 ? 0 : ends[chunks - 1];
  }
}
