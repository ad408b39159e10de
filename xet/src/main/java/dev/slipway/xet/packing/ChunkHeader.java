package dev.slipway.xet.packing;

import dev.slipway.xet.hashing.LittleEndian;

/**
 * The eight bytes before each chunk in a xorb (Xet specification 1.1, xorb format).
 *
 * @param packedLength bytes that follow
 * @param unpackedLength bytes that they become, at least one
 */
public record ChunkHeader(int packedLength, Scheme scheme, int unpackedLength) {

  public static final int BYTES = 8;

  private static final int PACKED_AT = 1;
  private static final int SCHEME_AT = 4;
  private static final int UNPACKED_AT = 5;

  /** How a chunk is packed. */
  enum Scheme {
    /** Not at all. */
    STORED,
    /** In an LZ4 frame. */
    LZ4,
    /** Grouped by place modulo four, then in an LZ4 frame. */
    BG4_LZ4
  }

  public static ChunkHeader read(byte[] bytes, int at) throws Malformation {
    if (bytes[at] != 0) {
      throw new Malformation("a chunk header has an unknown version");
    }
    int packed = LittleEndian.u24(bytes, at + PACKED_AT);
    int unpacked = LittleEndian.u24(bytes, at + UNPACKED_AT);
    Scheme scheme = scheme(bytes[at + SCHEME_AT]);
    if (unpacked == 0 || unpacked > Limits.CHUNK_BYTES) {
      throw new Malformation("a chunk has between 1 byte and 128 KiB");
    }
    if (packed == 0 || packed > Limits.PACKED_BYTES) {
      throw new Malformation("a chunk is packed into more bytes than that can take, or none");
    }
    if (scheme == Scheme.STORED && packed != unpacked) {
      throw new Malformation("a chunk that is not compressed has two different lengths");
    }
    return new ChunkHeader(packed, scheme, unpacked);
  }

  private static Scheme scheme(byte number) throws Malformation {
    return switch (number) {
      case 0 -> Scheme.STORED;
      case 1 -> Scheme.LZ4;
      case 2 -> Scheme.BG4_LZ4;
      default -> throw new Malformation("a chunk has an unknown compression scheme");
    };
  }
}
