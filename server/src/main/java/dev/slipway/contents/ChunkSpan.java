package dev.slipway.contents;

import dev.slipway.xet.hashing.XetHash;

/**
 * Chunks of a xorb that lie side by side.
 *
 * @param start the first, counted from 0
 * @param end behind the last
 */
public record ChunkSpan(XetHash xorb, int start, int end) {

  /** Whether a chunk is one of these. */
  boolean includes(int chunk) {
    return start <= chunk && chunk < end;
  }
}
