package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.util.List;

/**
 * What to fetch of one xorb.
 *
 * @param ranges ascending, and never next to each other
 */
public record XorbFetch(XetHash xorb, List<Range> ranges) {

  public XorbFetch {
    ranges = List.copyOf(ranges);
  }

  /**
   * Consecutive chunks.
   *
   * @param chunkStart the first chunk
   * @param chunkEnd behind the last chunk
   * @param bytes where they lie in the stored xorb, headers included
   */
  public record Range(int chunkStart, int chunkEnd, PackedRange bytes) {}
}
