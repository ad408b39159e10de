package dev.slipway.xet.hashing;

import java.util.Arrays;

/**
 * BLAKE3's compression of one block in each of 64 lanes at once, in loops that the JIT compiler
 * turns into vector instructions. One thread at a time.
 *
 * <p>A row is one of the sixteen words of the state, for all lanes. All rows lie in one array at
 * distances that are constants, because only then does the compiler know that the loops' reads and
 * writes do not meet: with an array a row, or with distances in variables, it stays with single
 * words and this is four times slower. Four rows that take the same step lie side by side and make
 * one long loop. For the diagonal step of a round the rows of b, c and d begin one, two and three
 * rows further on; so their beginnings are copied behind their ends and, afterwards, back.
 */
final class Blake3Lanes {

  static final int COUNT = 64;

  private static final int FOUR = 4 * COUNT;
  private static final int B = FOUR;
  private static final int B_DIAGONAL = B + COUNT;
  private static final int C = B + 5 * COUNT;
  private static final int C_DIAGONAL = C + 2 * COUNT;

  /** Before the first row of d there is space for its last one. */
  private static final int D_DIAGONAL = C + 6 * COUNT;

  private static final int D = D_DIAGONAL + COUNT;
  private static final int X = D + FOUR;
  private static final int Y = X + FOUR;

  private final int[] state = new int[Y + FOUR];
  private final int[] message = new int[Blake3Block.WORDS * COUNT];
  private final int[] chain = new int[2 * FOUR];
  private final int[] counters = new int[COUNT];
  private final int[] flags = new int[COUNT];

  /** Starts all lanes with this key. */
  void start(Blake3Key key) {
    for (int i = 0; i < Blake3Key.WORDS; i++) {
      Arrays.fill(chain, i * COUNT, (i + 1) * COUNT, key.word(i));
    }
  }

  void counter(int lane, int counter) {
    counters[lane] = counter;
  }

  void flags(int lane, int flag) {
    flags[lane] = flag;
  }

  void flagAll(int flag) {
    Arrays.fill(flags, flag);
  }

  void message(int lane, byte[] bytes, int at) {
    for (int i = 0; i < Blake3Block.WORDS; i++) {
      message[i * COUNT + lane] = LittleEndian.i32(bytes, at + i * Integer.BYTES);
    }
  }

  void message(int lane, int[] words, int at) {
    for (int i = 0; i < Blake3Block.WORDS; i++) {
      message[i * COUNT + lane] = words[at + i];
    }
  }

  /** Takes one whole block of 64 bytes into the chaining value of each lane. */
  void compress() {
    int[] v = state;
    System.arraycopy(chain, 0, v, 0, FOUR);
    System.arraycopy(chain, FOUR, v, B, FOUR);
    for (int i = 0; i < 4; i++) {
      Arrays.fill(v, C + i * COUNT, C + (i + 1) * COUNT, Blake3Block.start(i));
    }
    System.arraycopy(counters, 0, v, D, COUNT);
    Arrays.fill(v, D + COUNT, D + 2 * COUNT, 0);
    Arrays.fill(v, D + 2 * COUNT, D + 3 * COUNT, Blake3Block.BYTES);
    System.arraycopy(flags, 0, v, D + 3 * COUNT, COUNT);
    for (int round = 0; round < Blake3Block.ROUNDS; round++) {
      round(v, round);
    }
    fold(v, chain);
  }

  void chainingValue(int lane, int[] into, int at) {
    for (int i = 0; i < Blake3Key.WORDS; i++) {
      into[at + i] = chain[i * COUNT + lane];
    }
  }

  private void round(int[] v, int round) {
    fetch(v, round, 0);
    column(v);
    System.arraycopy(v, B, v, B + FOUR, COUNT);
    System.arraycopy(v, C, v, C + FOUR, 2 * COUNT);
    System.arraycopy(v, D_DIAGONAL + FOUR, v, D_DIAGONAL, COUNT);
    fetch(v, round, Blake3Block.WORDS / 2);
    diagonal(v);
    System.arraycopy(v, B + FOUR, v, B, COUNT);
    System.arraycopy(v, C + FOUR, v, C, 2 * COUNT);
    System.arraycopy(v, D_DIAGONAL, v, D_DIAGONAL + FOUR, COUNT);
  }

  private void fetch(int[] v, int round, int first) {
    for (int i = 0; i < 4; i++) {
      int x = Blake3Block.word(round, first + 2 * i);
      int y = Blake3Block.word(round, first + 2 * i + 1);
      System.arraycopy(message, x * COUNT, v, X + i * COUNT, COUNT);
      System.arraycopy(message, y * COUNT, v, Y + i * COUNT, COUNT);
    }
  }

  private static void column(int[] v) {
    for (int i = 0; i < FOUR; i++) {
      int a = v[i] + v[i + B] + v[i + X];
      int d = Integer.rotateRight(v[i + D] ^ a, 16);
      int c = v[i + C] + d;
      int b = Integer.rotateRight(v[i + B] ^ c, 12);
      a = a + b + v[i + Y];
      d = Integer.rotateRight(d ^ a, 8);
      c = c + d;
      v[i] = a;
      v[i + B] = Integer.rotateRight(b ^ c, 7);
      v[i + C] = c;
      v[i + D] = d;
    }
  }

  private static void diagonal(int[] v) {
    for (int i = 0; i < FOUR; i++) {
      int a = v[i] + v[i + B_DIAGONAL] + v[i + X];
      int d = Integer.rotateRight(v[i + D_DIAGONAL] ^ a, 16);
      int c = v[i + C_DIAGONAL] + d;
      int b = Integer.rotateRight(v[i + B_DIAGONAL] ^ c, 12);
      a = a + b + v[i + Y];
      d = Integer.rotateRight(d ^ a, 8);
      c = c + d;
      v[i] = a;
      v[i + B_DIAGONAL] = Integer.rotateRight(b ^ c, 7);
      v[i + C_DIAGONAL] = c;
      v[i + D_DIAGONAL] = d;
    }
  }

  private static void fold(int[] v, int[] into) {
    for (int i = 0; i < FOUR; i++) {
      into[i] = v[i] ^ v[i + C];
    }
    for (int i = 0; i < FOUR; i++) {
      into[i + FOUR] = v[i + B] ^ v[i + D];
    }
  }
}
