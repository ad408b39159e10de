package dev.slipway.xet.packing;

import dev.slipway.xet.hashing.LittleEndian;

/**
 * Unpacks LZ4 blocks whose matches may reach back into what earlier blocks of the frame gave, which
 * the library for LZ4 cannot. Reads and writes nothing outside the given bounds.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">LZ4 block format</a>
 */
final class Lz4Block {

  private static final int MIN_MATCH = 4;
  private static final int EXTENDED = 15;
  private static final int STEP = Long.BYTES;

  private final byte[] in;
  private final int inEnd;
  private final byte[] out;
  private final int outEnd;
  private final int window;
  private int from;
  private int to;

  private Lz4Block(Span in, Span out, int window) {
    this.in = in.bytes();
    this.from = in.start();
    this.inEnd = in.end();
    this.out = out.bytes();
    this.to = out.start();
    this.outEnd = out.end();
    this.window = window;
  }

  /**
   * Unpacks one block.
   *
   * @param window where in the output the bytes begin that matches may refer to
   * @return where the output ends
   */
  static int unpack(Span in, Span out, int window) throws Malformation {
    return new Lz4Block(in, out, window).unpack();
  }

  private int unpack() throws Malformation {
    while (true) {
      int token = next();
      literals(length(token >>> 4));
      if (from == inEnd) {
        return to;
      }
      match(token & EXTENDED);
    }
  }

  private int next() throws Malformation {
    if (from >= inEnd) {
      throw new Malformation("an LZ4 block ends too early");
    }
    return Byte.toUnsignedInt(in[from++]);
  }

  /** Bounded by the room for output while it is added up, so it cannot overflow. */
  private int length(int nibble) throws Malformation {
    int length = nibble;
    if (nibble == EXTENDED) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 0xff && length <= outEnd);
    }
    return length;
  }

  private void literals(int length) throws Malformation {
    if (length > inEnd - from) {
      throw new Malformation("an LZ4 block ends too early");
    }
    if (length > outEnd - to) {
      throw new Malformation("an LZ4 block unpacks to more than announced");
    }
    System.arraycopy(in, from, out, to, length);
    from += length;
    to += length;
  }

  private void match(int nibble) throws Malformation {
    if (inEnd - from < 2) {
      throw new Malformation("an LZ4 block ends too early");
    }
    int offset = LittleEndian.u16(in, from);
    from += 2;
    int length = length(nibble) + MIN_MATCH;
    if (offset == 0 || offset > to - window) {
      throw new Malformation("an LZ4 block refers to bytes before its beginning");
    }
    if (length > outEnd - to) {
      throw new Malformation("an LZ4 block unpacks to more than announced");
    }
    repeat(offset, length);
  }

  private void repeat(int offset, int length) {
    int end = to + length;
    if (offset >= STEP && outEnd - end >= STEP) {
      // The last step may write beyond the match, into room that is filled later.
      for (int at = to; at < end; at += STEP) {
        LittleEndian.put64(out, at, LittleEndian.i64(out, at - offset));
      }
    } else {
      for (int at = to; at < end; at++) {
        out[at] = out[at - offset];
      }
    }
    to = end;
  }
}
