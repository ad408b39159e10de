package dev.slipway.xet.hashing;

/**
 * Collects equal pieces of BLAKE3 work until all lanes are taken; the few that remain at the end
 * are done one by one. One thread at a time.
 */
final class Blake3Queue {

  /** With fewer taken lanes than this, single blocks are faster. */
  private static final int WORTHWHILE = 14;

  private static final int LEAF_BLOCKS = 16;

  private final Blake3Block block;
  private final Blake3Lanes lanes = new Blake3Lanes();
  private final int[] sources = new int[Blake3Lanes.COUNT];
  private final int[] targets = new int[Blake3Lanes.COUNT];

  /** The number of a leaf, or whether a parent is the root. */
  private final int[] extras = new int[Blake3Lanes.COUNT];

  private int taken;
  private Blake3Key key = Blake3Key.CHUNK;
  private byte[] bytes = {};
  private int[] nodes = {};

  Blake3Queue(Blake3Block block) {
    this.block = block;
  }

  void begin(Blake3Key key, byte[] bytes, int[] nodes) {
    this.key = key;
    this.bytes = bytes;
    this.nodes = nodes;
  }

  /** A whole KiB at {@code source}, whose chaining value goes to {@code target} in the nodes. */
  void leaf(int source, int counter, int target) {
    take(source, target, counter);
    if (taken == Blake3Lanes.COUNT) {
      flushLeaves();
    }
  }

  /** The two nodes at {@code source}, whose parent goes to {@code target}. */
  void parent(int source, int target, int root) {
    take(source, target, root);
    if (taken == Blake3Lanes.COUNT) {
      flushParents();
    }
  }

  void flushLeaves() {
    if (taken >= WORTHWHILE) {
      leavesInLanes();
    } else {
      singleLeaves();
    }
    taken = 0;
  }

  void flushParents() {
    if (taken >= WORTHWHILE) {
      parentsInLanes();
    } else {
      singleParents();
    }
    taken = 0;
  }

  private void take(int source, int target, int extra) {
    sources[taken] = source;
    targets[taken] = target;
    extras[taken] = extra;
    taken++;
  }

  private void leavesInLanes() {
    lanes.start(key);
    for (int lane = 0; lane < taken; lane++) {
      lanes.counter(lane, extras[lane]);
    }
    for (int i = 0; i < LEAF_BLOCKS; i++) {
      for (int lane = 0; lane < taken; lane++) {
        lanes.message(lane, bytes, sources[lane] + i * Blake3Block.BYTES);
      }
      lanes.flagAll(flags(i));
      lanes.compress();
    }
    giveOut();
  }

  private void singleLeaves() {
    for (int lane = 0; lane < taken; lane++) {
      key.copyTo(nodes, targets[lane]);
      for (int i = 0; i < LEAF_BLOCKS; i++) {
        int at = sources[lane] + i * Blake3Block.BYTES;
        block.load(bytes, at, Blake3Block.BYTES);
        block.compress(nodes, targets[lane], extras[lane], flags(i));
      }
    }
  }

  private void parentsInLanes() {
    lanes.start(key);
    for (int lane = 0; lane < taken; lane++) {
      lanes.counter(lane, 0);
      lanes.message(lane, nodes, sources[lane]);
      lanes.flags(lane, Blake3Block.KEYED | Blake3Block.PARENT | extras[lane]);
    }
    lanes.compress();
    giveOut();
  }

  private void singleParents() {
    for (int lane = 0; lane < taken; lane++) {
      block.load(nodes, sources[lane]);
      key.copyTo(nodes, targets[lane]);
      int flags = Blake3Block.KEYED | Blake3Block.PARENT | extras[lane];
      block.compress(nodes, targets[lane], 0, flags);
    }
  }

  private void giveOut() {
    for (int lane = 0; lane < taken; lane++) {
      lanes.chainingValue(lane, nodes, targets[lane]);
    }
  }

  private static int flags(int index) {
    int start = index == 0 ? Blake3Block.CHUNK_START : 0;
    int end = index == LEAF_BLOCKS - 1 ? Blake3Block.CHUNK_END : 0;
    return Blake3Block.KEYED | start | end;
  }
}
