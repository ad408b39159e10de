package dev.slipway.xet.packing;

import dev.slipway.names.ByteCount;

/** How large things may be that clients send (Xet specification 1.1, upload protocol). */
public final class Limits {

  /**
   * The longest request body with a xorb: 64 MiB of chunks that do not compress, and the headers of
   * so many chunks as there may be.
   */
  public static final ByteCount XORB_BODY = ByteCount.kib(64 * 1024 + 64);

  /** The longest request body with a shard. */
  public static final ByteCount SHARD_BODY = ByteCount.mib(64);

  public static final int XORB_CHUNKS = 8 * 1024;
  public static final int XORB_BYTES = 64 * 1024 * 1024;
  public static final int CHUNK_BYTES = 128 * 1024;

  /** What packing may add to a chunk in the worst case, with room for small blocks. */
  public static final int PACKED_BYTES = CHUNK_BYTES + 4 * 1024;

  private Limits() {}
}
