package dev.slipway.xet.packing;

import dev.slipway.xet.hashing.LittleEndian;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * Unpacks one LZ4 frame that lies whole in memory. Takes frames of independent and of linked
 * blocks, with any checksums; it skips these, because the BLAKE3 hash of what comes out decides.
 * One thread at a time.
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

  /** Flags, block size and a checksum. */
  private static final int DESCRIPTOR_BYTES = 3;

  private static final int CHECKSUM_BYTES = 4;
  private static final int STORED = 1 << 31;

  private static final LZ4SafeDecompressor LIBRARY =
      LZ4Factory.fastestInstance().safeDecompressor();

  private final Span in;
  private final Span out;
  private int from;
  private int to;

  private Lz4Frame(Span in, Span out) {
    this.in = in;
    this.out = out;
    this.from = in.start();
    this.to = out.start();
  }

  /**
   * Unpacks the frame that fills {@code in} exactly, and writes nothing outside {@code out}.
   *
   * @return where the output ends
   */
  static int unpack(Span in, Span out) throws Malformation {
    return new Lz4Frame(in, out).unpack();
  }

  private int unpack() throws Malformation {
    int flags = descriptor();
    int checksumBytes = (flags & BLOCK_CHECKSUM) != 0 ? CHECKSUM_BYTES : 0;
    for (int block = number(); block != 0; block = number()) {
      int start = from;
      pass(block & ~STORED);
      var packed = new Span(in.bytes(), start, from);
      if ((block & STORED) != 0) {
        copy(packed);
      } else {
        unpackBlock(packed, (flags & INDEPENDENT) != 0 ? to : out.start());
      }
      pass(checksumBytes);
    }
    pass((flags & CONTENT_CHECKSUM) != 0 ? CHECKSUM_BYTES : 0);
    if (from != in.end()) {
      throw new Malformation("an LZ4 frame does not end where its chunk ends");
    }
    return to;
  }

  private int descriptor() throws Malformation {
    if (number() != MAGIC) {
      throw new Malformation("a compressed chunk is no LZ4 frame");
    }
    int at = from;
    pass(DESCRIPTOR_BYTES);
    int flags = in.bytes()[at];
    if ((flags & VERSION_MASK) != VERSION) {
      throw new Malformation("an LZ4 frame has an unknown version");
    }
    if ((flags & DICTIONARY) != 0) {
      throw new Malformation("an LZ4 frame needs a dictionary");
    }
    pass((flags & CONTENT_SIZE) != 0 ? Long.BYTES : 0);
    return flags;
  }

  private void unpackBlock(Span packed, int window) throws Malformation {
    var room = new Span(out.bytes(), to, out.end());
    to = window == to ? alone(packed, room) : Lz4Block.unpack(packed, room, window);
  }

  private static int alone(Span packed, Span room) throws Malformation {
    try {
      return room.start()
          + LIBRARY.decompress(
              packed.bytes(),
              packed.start(),
              packed.length(),
              room.bytes(),
              room.start(),
              room.length());
    } catch (LZ4Exception _) {
      throw new Malformation("an LZ4 block is damaged or unpacks to more than announced");
    }
  }

  private void copy(Span stored) throws Malformation {
    if (stored.length() > out.end() - to) {
      throw new Malformation("an LZ4 block unpacks to more than announced");
    }
    System.arraycopy(stored.bytes(), stored.start(), out.bytes(), to, stored.length());
    to += stored.length();
  }

  private int number() throws Malformation {
    int at = from;
    pass(Integer.BYTES);
    return LittleEndian.i32(in.bytes(), at);
  }

  private void pass(int count) throws Malformation {
    if (count > in.end() - from) {
      throw new Malformation("an LZ4 frame ends too early");
    }
    from += count;
  }
}
