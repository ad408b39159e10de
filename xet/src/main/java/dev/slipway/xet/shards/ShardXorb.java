package dev.slipway.xet.shards;

import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.XetHash;

/** What a shard says of one xorb; nothing of it is proven before {@link ShardVerifier} said so. */
public final class ShardXorb {

  private final XetHash hash;
  private final HashList chunks;
  private final int[] unpackedLengths;

  ShardXorb(XetHash hash, HashList chunks, int[] unpackedLengths) {
    this.hash = hash;
    this.chunks = chunks;
    this.unpackedLengths = unpackedLengths;
  }

  /** The hash of the xorb. */
  public XetHash hash() {
    return hash;
  }

  /** How many chunks it is said to have. */
  public int chunkCount() {
    return unpackedLengths.length;
  }

  HashList chunks() {
    return chunks;
  }

  int unpackedLength(int chunk) {
    return unpackedLengths[chunk];
  }
}
