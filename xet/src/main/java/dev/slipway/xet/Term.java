package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Limits;

/**
 * A piece of a file: consecutive chunks of one xorb.
 *
 * @param xorb where the chunks are
 * @param chunkStart the first chunk
 * @param chunkEnd behind the last chunk
 * @param unpackedLength how many bytes of the file they are
 */
public record Term(XetHash xorb, int chunkStart, int chunkEnd, int unpackedLength) {

  public Term {
    if (!isPossible(chunkStart, chunkEnd, unpackedLength)) {
      throw new IllegalArgumentException(
          "no term: chunks %d to %d, %d bytes".formatted(chunkStart, chunkEnd, unpackedLength));
    }
  }

  /** Whether some xorb could have such chunks. */
  public static boolean isPossible(int chunkStart, int chunkEnd, int unpackedLength) {
    return chunkStart >= 0
        && chunkStart < chunkEnd
        && chunkEnd <= Limits.XORB_CHUNKS
        && unpackedLength > 0
        && unpackedLength <= Limits.XORB_BYTES;
  }
}
