package dev.slipway.xet.hashing;

/**
 * Keyed BLAKE3 with 32 bytes of output, of many inputs at once. The leaves of 1 KiB of all inputs
 * share the lanes, so that hashing several chunks together costs less than one after another.
 *
 * <p>Holds some 40 KiB of scratch space, and 32 bytes for each KiB that it was given at once. One
 * thread at a time.
 *
 * @see <a href="https://github.com/BLAKE3-team/BLAKE3-specs">BLAKE3, one function, fast
 *     everywhere</a>
 */
public final class Blake3 {

  private static final int LEAF_BYTES = 1024;
  private static final int WORDS = Blake3Key.WORDS;

  private final Blake3Block block = new Blake3Block();
  private final Blake3Queue queue = new Blake3Queue(block);

  /** Chaining values of all inputs, one after another; a level is folded into its first half. */
  private int[] nodes = new int[WORDS];

  private int[] firsts = new int[1];
  private int[] counts = new int[1];
  private final int[] single = new int[1];
  private Blake3Key key = Blake3Key.CHUNK;
  private byte[] bytes = {};

  /** The hash of the bytes from {@code start} to {@code end}, exclusive. */
  public XetHash hash(Blake3Key key, byte[] bytes, int start, int end) {
    single[0] = end;
    begin(key, bytes);
    hashNodes(start, single, 1);
    return result(0);
  }

  /**
   * Hashes the inputs that lie one after another in {@code bytes} from 0 on.
   *
   * @param ends where each ends and the next one starts
   * @param count how many of {@code ends} are meant
   */
  public HashList hashEach(Blake3Key key, byte[] bytes, int[] ends, int count) {
    begin(key, bytes);
    hashNodes(0, ends, count);
    var hashes = new HashList(count);
    for (int i = 0; i < count; i++) {
      hashes.add(result(i));
    }
    return hashes;
  }

  private void begin(Blake3Key key, byte[] bytes) {
    this.key = key;
    this.bytes = bytes;
  }

  private void hashNodes(int start, int[] ends, int count) {
    layOut(start, ends, count);
    queue.begin(key, bytes, nodes);
    int from = start;
    for (int i = 0; i < count; i++) {
      leaves(from, ends[i], i);
      from = ends[i];
    }
    queue.flushLeaves();
    while (foldLevel(count)) {
      queue.flushParents();
      carryOdd(count);
    }
  }

  private void layOut(int start, int[] ends, int count) {
    if (firsts.length < count) {
      firsts = new int[count];
      counts = new int[count];
    }
    int total = 0;
    int from = start;
    for (int i = 0; i < count; i++) {
      firsts[i] = total;
      counts[i] = Math.max(1, Math.ceilDiv(ends[i] - from, LEAF_BYTES));
      total += counts[i];
      from = ends[i];
    }
    if (nodes.length < total * WORDS) {
      nodes = new int[total * WORDS];
    }
  }

  private void leaves(int start, int end, int input) {
    int node = firsts[input] * WORDS;
    int whole = counts[input] == 1 ? 0 : (end - start) / LEAF_BYTES;
    for (int i = 0; i < whole; i++) {
      queue.leaf(start + i * LEAF_BYTES, i, node + i * WORDS);
    }
    if (whole < counts[input]) {
      lastLeaf(start + whole * LEAF_BYTES, end, whole, node + whole * WORDS);
    }
  }

  /** A leaf that is short, or alone and therefore the root. */
  private void lastLeaf(int start, int end, int counter, int node) {
    int root = counter == 0 ? Blake3Block.ROOT : 0;
    int blocks = Math.max(1, Math.ceilDiv(end - start, Blake3Block.BYTES));
    key.copyTo(nodes, node);
    for (int i = 0; i < blocks; i++) {
      int at = start + i * Blake3Block.BYTES;
      int flags = Blake3Block.KEYED | (i == 0 ? Blake3Block.CHUNK_START : 0);
      flags |= i == blocks - 1 ? Blake3Block.CHUNK_END | root : 0;
      block.load(bytes, at, Math.min(Blake3Block.BYTES, end - at));
      block.compress(nodes, node, counter, flags);
    }
  }

  /** Pairs the nodes of each input that has more than one; false if none has. */
  private boolean foldLevel(int inputs) {
    boolean any = false;
    for (int i = 0; i < inputs; i++) {
      int root = counts[i] == 2 ? Blake3Block.ROOT : 0;
      int node = firsts[i] * WORDS;
      for (int pair = 0; pair < counts[i] / 2; pair++) {
        queue.parent(node + 2 * pair * WORDS, node + pair * WORDS, root);
      }
      any |= counts[i] > 1;
    }
    return any;
  }

  /** A node without a neighbour goes up as it is. */
  private void carryOdd(int inputs) {
    for (int i = 0; i < inputs; i++) {
      if (counts[i] > 1 && counts[i] % 2 == 1) {
        int last = (firsts[i] + counts[i] - 1) * WORDS;
        System.arraycopy(nodes, last, nodes, (firsts[i] + counts[i] / 2) * WORDS, WORDS);
      }
      counts[i] = Math.ceilDiv(counts[i], 2);
    }
  }

  private XetHash result(int input) {
    int at = firsts[input] * WORDS;
    return new XetHash(word(at), word(at + 2), word(at + 4), word(at + 6));
  }

  private long word(int at) {
    return Integer.toUnsignedLong(nodes[at]) | Integer.toUnsignedLong(nodes[at + 1]) << 32;
  }
}
