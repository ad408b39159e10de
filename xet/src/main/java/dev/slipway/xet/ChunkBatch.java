package dev.slipway.xet;

/**
 * Unpacked chunks one after another in one buffer, so that they are hashed together. Holds the
 * buffer and some 180 KiB more. One thread at a time.
 */
final class ChunkBatch {

  private static final int CHUNKS = 256;

  private final byte[] bytes;
  private final byte[] grouped = new byte[Limits.CHUNK_BYTES];
  private final int[] ends = new int[CHUNKS];
  private final Lz4Frame lz4 = new Lz4Frame();
  private final Blake3 blake3;
  private int count;

  /**
   * @param bufferBytes at least one chunk; the more, the better the lanes of BLAKE3 are used
   */
  ChunkBatch(Blake3 blake3, int bufferBytes) {
    this.blake3 = blake3;
    this.bytes = new byte[bufferBytes];
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** How many bytes all chunks have. */
  int length() {
    return end(count);
  }

  boolean hasRoomFor(int unpackedLength) {
    return count < CHUNKS && unpackedLength <= bytes.length - length();
  }

  /** Unpacks the chunk behind {@code header} whose packed bytes are in {@code in} at {@code at}. */
  void add(ChunkHeader header, byte[] in, int at) throws Malformation {
    int start = length();
    int end = start + header.unpackedLength();
    int reached =
        switch (header.scheme()) {
          case STORED -> stored(header, in, at);
          case LZ4 -> lz4.unpack(in, at, at + header.packedLength(), bytes, start, end);
          case BG4_LZ4 -> grouped(header, in, at);
        };
    if (reached != end) {
      throw new Malformation("a chunk unpacks to fewer bytes than announced");
    }
    ends[count++] = end;
  }

  /** Adds the hash of each chunk to {@code into}. */
  void hashInto(HashList into) {
    blake3.hashEach(Blake3Key.CHUNK, bytes, ends, count, into);
  }

  int copy(int from, byte[] into, int at, int length) {
    int copied = Math.min(length, length() - from);
    System.arraycopy(bytes, from, into, at, copied);
    return copied;
  }

  private int stored(ChunkHeader header, byte[] in, int at) {
    System.arraycopy(in, at, bytes, length(), header.unpackedLength());
    return length() + header.unpackedLength();
  }

  private int grouped(ChunkHeader header, byte[] in, int at) throws Malformation {
    int length =
        lz4.unpack(in, at, at + header.packedLength(), grouped, 0, header.unpackedLength());
    Bg4.ungroup(grouped, length, bytes, length());
    return length() + length;
  }

  private int end(int chunks) {
    return chunks == 0 ? 0 : ends[chunks - 1];
  }
}
