package dev.slipway.xet;

import java.util.Arrays;

/** BLAKE3's compression of one block, for what does not fill lanes. One thread at a time. */
final class Blake3Block {

  static final int BYTES = 64;
  static final int WORDS = 16;
  static final int ROUNDS = 7;

  static final int CHUNK_START = 1;
  static final int CHUNK_END = 1 << 1;
  static final int PARENT = 1 << 2;
  static final int ROOT = 1 << 3;
  static final int KEYED = 1 << 4;

  private static final int[] START = {
    0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19
  };
  private static final int[] SHUFFLE = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
  private static final int[] ORDER = order();

  private final int[] message = new int[WORDS];
  private final int[] state = new int[WORDS];
  private final byte[] padded = new byte[BYTES];

  /** The first words of SHA-256's initial state, which BLAKE3 begins with too. */
  static int start(int index) {
    return START[index];
  }

  /** Which word of the message is the {@code index}-th that a round uses. */
  static int word(int round, int index) {
    return ORDER[round * WORDS + index];
  }

  /** The block in {@code bytes} at {@code at}, which may be shorter than 64 bytes. */
  void compress(
      int[] chain, int chainAt, byte[] bytes, int at, int length, int counter, int flags) {
    byte[] from = bytes;
    int fromAt = at;
    if (length < BYTES) {
      System.arraycopy(bytes, at, padded, 0, length);
      Arrays.fill(padded, length, BYTES, (byte) 0);
      from = padded;
      fromAt = 0;
    }
    for (int i = 0; i < WORDS; i++) {
      message[i] = LittleEndian.i32(from, fromAt + i * Integer.BYTES);
    }
    compress(chain, chainAt, length, counter, flags);
  }

  /**
   * The parent of the two nodes that lie side by side at {@code children}; the parent goes to
   * {@code target}, which may be where a child is.
   */
  void parent(Blake3Key key, int[] nodes, int children, int target, int flags) {
    System.arraycopy(nodes, children, message, 0, WORDS);
    key.copyTo(nodes, target);
    compress(nodes, target, BYTES, 0, flags);
  }

  private void compress(int[] chain, int at, int length, int counter, int flags) {
    int[] v = state;
    System.arraycopy(chain, at, v, 0, 8);
    System.arraycopy(START, 0, v, 8, 4);
    v[12] = counter;
    v[13] = 0;
    v[14] = length;
    v[15] = flags;
    for (int round = 0; round < ROUNDS; round++) {
      round(v, message, round * WORDS);
    }
    for (int i = 0; i < 8; i++) {
      chain[at + i] = v[i] ^ v[i + 8];
    }
  }

  private static void round(int[] v, int[] m, int at) {
    mix(v, 0, 4, 8, 12, m[ORDER[at]], m[ORDER[at + 1]]);
    mix(v, 1, 5, 9, 13, m[ORDER[at + 2]], m[ORDER[at + 3]]);
    mix(v, 2, 6, 10, 14, m[ORDER[at + 4]], m[ORDER[at + 5]]);
    mix(v, 3, 7, 11, 15, m[ORDER[at + 6]], m[ORDER[at + 7]]);
    mix(v, 0, 5, 10, 15, m[ORDER[at + 8]], m[ORDER[at + 9]]);
    mix(v, 1, 6, 11, 12, m[ORDER[at + 10]], m[ORDER[at + 11]]);
    mix(v, 2, 7, 8, 13, m[ORDER[at + 12]], m[ORDER[at + 13]]);
    mix(v, 3, 4, 9, 14, m[ORDER[at + 14]], m[ORDER[at + 15]]);
  }

  private static void mix(int[] v, int a, int b, int c, int d, int x, int y) {
    v[a] += v[b] + x;
    v[d] = Integer.rotateRight(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = Integer.rotateRight(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = Integer.rotateRight(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = Integer.rotateRight(v[b] ^ v[c], 7);
  }

  private static int[] order() {
    int[] order = new int[ROUNDS * WORDS];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < WORDS ? i : order[i - WORDS - i % WORDS + SHUFFLE[i % WORDS]];
    }
    return order;
  }
}
