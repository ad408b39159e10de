package dev.slipway.xet.packing;

import dev.slipway.xet.hashing.LittleEndian;

/**
 * Undoes the grouping of bytes by their place modulo four, which makes numbers of 32 bits compress
 * better (Xet specification 1.1, xorb format). If the length is no multiple of four, the first
 * groups have a byte more.
 */
final class Bg4 {

  private static final int GROUPS = 4;

  private Bg4() {}

  /** Puts the {@code length} grouped bytes at the beginning of {@code in} in order. */
  static void ungroup(byte[] in, int length, byte[] out, int outStart) {
    int whole = length / GROUPS;
    int rest = length % GROUPS;
    int second = whole + Math.min(rest, 1);
    int third = second + whole + (rest > 1 ? 1 : 0);
    int fourth = third + whole + (rest > 2 ? 1 : 0);
    for (int i = 0; i < whole; i++) {
      int quad =
          (in[i] & 0xff)
              | (in[second + i] & 0xff) << 8
              | (in[third + i] & 0xff) << 16
              | in[fourth + i] << 24;
      LittleEndian.put32(out, outStart + i * GROUPS, quad);
    }
    int[] starts = {0, second, third};
    for (int i = 0; i < rest; i++) {
      out[outStart + whole * GROUPS + i] = in[starts[i] + whole];
    }
  }
}
