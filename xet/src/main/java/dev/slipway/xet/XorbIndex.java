package dev.slipway.xet;

import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.Blake3Key;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.XetHash;
import java.util.Arrays;

/**
 * Where the chunks of a stored xorb lie and what they are. Chunks are counted from 0; the end of a
 * range of chunks is exclusive. About 44 bytes a chunk.
 *
 * <p>The index belongs to one body: the same chunks packed differently have the same xorb hash and
 * another index.
 */
public final class XorbIndex {

  private final XetHash xorb;
  private final HashList hashes;
  private final int[] packedEnds;
  private final int[] unpackedEnds;
  private final int[] checksums;

  XorbIndex(XetHash xorb, HashList hashes, int[] packedEnds, int[] unpackedEnds, int[] checksums) {
    this.xorb = xorb;
    this.hashes = hashes;
    this.packedEnds = packedEnds;
    this.unpackedEnds = unpackedEnds;
    this.checksums = checksums;
  }

  /** Reads what {@link #encode} wrote; anything else is malformed. */
  public static Parsed<XorbIndex> decode(byte[] bytes) {
    return XorbIndexForm.decode(bytes);
  }

  /** The binary form in which it is kept: versioned, with a checksum, 44 bytes a chunk. */
  public byte[] encode() {
    return XorbIndexForm.encode(this);
  }

  /** The hash of the xorb, which is the root over its chunks. */
  public XetHash xorb() {
    return xorb;
  }

  /** How many chunks there are, at least one. */
  public int chunkCount() {
    return packedEnds.length;
  }

  /** The hash of a chunk. */
  public XetHash chunk(int index) {
    return hashes.get(index);
  }

  /** Where the chunks lie in the stored xorb, headers included. */
  public PackedRange packed(int start, int end) {
    checkRange(start, end);
    return new PackedRange(before(packedEnds, start), packedEnds[end - 1]);
  }

  /** How long the stored xorb is. */
  public ByteCount packedLength() {
    return new ByteCount(packedEnds[packedEnds.length - 1]);
  }

  /** How many bytes the chunks have when they are unpacked. */
  public long unpackedLength(int start, int end) {
    checkRange(start, end);
    return (long) unpackedEnds[end - 1] - before(unpackedEnds, start);
  }

  /** How many bytes all chunks have when they are unpacked. */
  public ByteCount unpackedLength() {
    return new ByteCount(unpackedEnds[unpackedEnds.length - 1]);
  }

  /** Whether these are chunks of this xorb, at least one. */
  public boolean includes(int start, int end) {
    return start >= 0 && start < end && end <= chunkCount();
  }

  /** The chunk that holds the byte at {@code offset}, counted in unpacked bytes from chunk 0. */
  int chunkAt(long offset) {
    int found = Arrays.binarySearch(unpackedEnds, (int) offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** How many unpacked bytes stand before a chunk. */
  int unpackedStart(int chunk) {
    return before(unpackedEnds, chunk);
  }

  /** The hash that proves that the author of a shard has these chunks, or at least their hashes. */
  public XetHash termProof(Blake3 blake3, int start, int end) {
    byte[] bytes = hashes.bytes(start, end);
    return blake3.hash(Blake3Key.TERM, bytes, 0, bytes.length);
  }

  HashList hashes() {
    return hashes;
  }

  /** What {@link PackedChecksum} of the stored chunk is. */
  int checksum(int chunk) {
    return checksums[chunk];
  }

  /** The chunk that holds the byte at {@code offset} of the stored xorb. */
  int packedChunkAt(long offset) {
    int found = Arrays.binarySearch(packedEnds, (int) offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  int packedEnd(int chunk) {
    return packedEnds[chunk];
  }

  int unpackedEnd(int chunk) {
    return unpackedEnds[chunk];
  }

  private void checkRange(int start, int end) {
    if (!includes(start, end)) {
      throw new IllegalArgumentException(
          "xorb %s has no chunks %d to %d".formatted(xorb, start, end));
    }
  }

  private static int before(int[] ends, int chunk) {
    return chunk == 0 ? 0 : ends[chunk - 1];
  }
}
