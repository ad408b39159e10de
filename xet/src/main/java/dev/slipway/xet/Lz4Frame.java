package dev.slipway.xet;

import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Unpacks one LZ4 frame that lies whole in memory. Takes frames of independent and of linked
 * blocks, with any checksums; it skips these, because the BLAKE3 hash of what comes out decides. It
 * allocates nothing. Thread-safe.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">LZ4 frame format</a>
 */
final class Lz4Frame {

  private static final int MAGIC = 0x184D2204;
  private static final int VERSION_MASK = 0xC2;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT = 0x20;
  private static final int BLOCK_CHECKSUM = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_CHECKSUM = 0x04;
  private static final int DICTIONARY = 0x01;
  private static final int DESCRIPTOR_BYTES = 7;
  private static final int CHECKSUM_BYTES = 4;
  private static final int STORED = 1 << 31;

  private final LZ4SafeDecompressor library = LZ4Factory.fastestInstance().safeDecompressor();

  /**
   * Unpacks the frame in {@code in} from {@code start} to {@code end}, which it must fill exactly.
   *
   * @param out gets the output from {@code outStart} on, and nothing at or behind {@code outEnd}
   * @return where the output ends
   */
  int unpack(byte[] in, int start, int end, byte[] out, int outStart, int outEnd)
      throws Malformation {
    require(end - start, DESCRIPTOR_BYTES);
    int flags = flags(in, start);
    int from = start + DESCRIPTOR_BYTES + ((flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0);
    int blockChecksum = (flags & BLOCK_CHECKSUM) != 0 ? CHECKSUM_BYTES : 0;
    int to = outStart;
    while (true) {
      require(end - from, Integer.BYTES);
      int block = LittleEndian.i32(in, from);
      from += Integer.BYTES;
      if (block == 0) {
        break;
      }
      int length = block & ~STORED;
      require(end - from, length);
      int window = (flags & INDEPENDENT) != 0 ? to : outStart;
      to =
          (block & STORED) != 0
              ? copy(in, from, length, out, to, outEnd)
              : unpackBlock(in, from, from + length, out, window, to, outEnd);
      from += length;
      require(end - from, blockChecksum);
      from += blockChecksum;
    }
    from += (flags & CONTENT_CHECKSUM) != 0 ? CHECKSUM_BYTES : 0;
    if (from != end) {
      throw new Malformation("an LZ4 frame does not end where its chunk ends");
    }
    return to;
  }

  private static int flags(byte[] in, int start) throws Malformation {
    if (LittleEndian.i32(in, start) != MAGIC) {
      throw new Malformation("a compressed chunk is no LZ4 frame");
    }
    int flags = in[start + Integer.BYTES];
    if ((flags & VERSION_MASK) != VERSION) {
      throw new Malformation("an LZ4 frame has an unknown version");
    }
    if ((flags & DICTIONARY) != 0) {
      throw new Malformation("an LZ4 frame needs a dictionary");
    }
    return flags;
  }

  private int unpackBlock(
      byte[] in, int from, int inEnd, byte[] out, int window, int to, int outEnd)
      throws Malformation {
    if (window != to) {
      return Lz4Block.unpack(in, from, inEnd, out, window, to, outEnd);
    }
    try {
      return to + library.decompress(in, from, inEnd - from, out, to, outEnd - to);
    } catch (LZ4Exception _) {
      throw new Malformation("an LZ4 block is damaged or unpacks to more than announced");
    }
  }

  private static int copy(byte[] in, int from, int length, byte[] out, int to, int outEnd)
      throws Malformation {
    if (length > outEnd - to) {
      throw new Malformation("an LZ4 block unpacks to more than announced");
    }
    System.arraycopy(in, from, out, to, length);
    return to + length;
  }

  private static void require(int left, int needed) throws Malformation {
    if (left < needed) {
      throw new Malformation("an LZ4 frame ends too early");
    }
  }
}
