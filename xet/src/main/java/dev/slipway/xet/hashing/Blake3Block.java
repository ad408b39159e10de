package dev.slipway.xet.hashing;

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
  private int length;

  /** The first words of SHA-256's initial state, which BLAKE3 begins with too. */
  static int start(int index) {
    return START[index];
  }

  /** Which word of the message is the {@code index}-th that a round uses. */
  static int word(int round, int index) {
    return ORDER[round * WORDS + index];
  }

  /** Takes a block, which may be shorter than 64 bytes. */
  void load(byte[] bytes, int at, int count) {
    byte[] from = bytes;
    int fromAt = at;
    if (count < BYTES) {
      System.arraycopy(bytes, at, padded, 0, count);
      Arrays.fill(padded, count, BYTES, (byte) 0);
      from = padded;
      fromAt = 0;
    }
    for (int i = 0; i < WORDS; i++) {
      message[i] = LittleEndian.i32(from, fromAt + i * Integer.BYTES);
    }
    length = count;
  }

  /** Takes the block of a parent: the chaining values of its children, which lie side by side. */
  void load(int[] nodes, int children) {
    System.arraycopy(nodes, children, message, 0, WORDS);
    length = BYTES;
  }

  /** Compresses the block that was taken into the chaining value at {@code at}. */
  void compress(int[] chain, int at, int counter, int flags) {
    System.arraycopy(chain, at, state, 0, 8);
    System.arraycopy(START, 0, state, 8, 4);
    state[12] = counter;
    state[13] = 0;
    state[14] = length;
    state[15] = flags;
    for (int round = 0; round < ROUNDS; round++) {
      round(round * WORDS);
    }
    for (int i = 0; i < 8; i++) {
      chain[at + i] = state[i] ^ state[i + 8];
    }
  }

  private void round(int at) {
    for (int i = 0; i < 4; i++) {
      mix(i, 0, message[ORDER[at + 2 * i]], message[ORDER[at + 2 * i + 1]]);
    }
    for (int i = 0; i < 4; i++) {
      mix(i, 1, message[ORDER[at + 8 + 2 * i]], message[ORDER[at + 9 + 2 * i]]);
    }
  }

  /**
   * Mixes two words into a column or, with a shift of one a row, into a diagonal of the state,
   * which is four by four.
   */
  private void mix(int column, int shift, int x, int y) {
    int[] v = state;
    int b = 4 + (column + shift) % 4;
    int c = 8 + (column + 2 * shift) % 4;
    int d = 12 + (column + 3 * shift) % 4;
    v[column] += v[b] + x;
    v[d] = Integer.rotateRight(v[d] ^ v[column], 16);
    v[c] += v[d];
    v[b] = Integer.rotateRight(v[b] ^ v[c], 12);
    v[column] += v[b] + y;
    v[d] = Integer.rotateRight(v[d] ^ v[column], 8);
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
