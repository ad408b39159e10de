package dev.slipway.xet.hashing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The root over a list of hashes with their lengths. Takes the list one by one and keeps at most
 * nine nodes a level, so a file of any size fits. One thread at a time.
 *
 * <p>A level is cut into groups from left to right: after the third or a later node whose last word
 * is divisible by four, or after the ninth. Each group becomes a node of the next level. Where a
 * group ends depends on nothing to its right, except that the end of the level ends it too.
 */
public final class MerkleTree {

  private static final int SMALLEST = 3;
  private static final int LARGEST = 9;
  private static final int DIVISOR = 4;

  private final Blake3 blake3;
  private final List<Level> levels = new ArrayList<>();

  public MerkleTree(Blake3 blake3) {
    this.blake3 = blake3;
  }

  public void add(XetHash hash, long length) {
    add(0, hash, length);
  }

  /** Ends the list; nothing may be added afterwards. Zero if it was empty. */
  public XetHash root() {
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      if (level.nodes == 1) {
        return level.hashes[0];
      }
      if (level.pending > 0) {
        close(i);
      }
    }
    return XetHash.ZERO;
  }

  /** The hash of a file with these chunks, zero for none. */
  public XetHash fileHash() {
    XetHash root = root();
    return root.equals(XetHash.ZERO)
        ? root
        : blake3.hash(Blake3Key.FILE, root.bytes(), 0, XetHash.BYTES);
  }

  private void add(int index, XetHash hash, long length) {
    if (index == levels.size()) {
      levels.add(new Level());
    }
    Level level = levels.get(index);
    level.add(hash, length);
    if (level.isGroup()) {
      close(index);
    }
  }

  private void close(int index) {
    Level level = levels.get(index);
    byte[] lines = level.lines();
    long length = level.length();
    level.pending = 0;
    add(index + 1, blake3.hash(Blake3Key.NODE, lines, 0, lines.length), length);
  }

  /** The nodes of a level that are in no group yet. */
  private static final class Level {

    private final XetHash[] hashes = new XetHash[LARGEST];
    private final long[] lengths = new long[LARGEST];
    private int pending;
    private long nodes;

    void add(XetHash hash, long length) {
      hashes[pending] = hash;
      lengths[pending] = length;
      pending++;
      nodes++;
    }

    boolean isGroup() {
      return pending == LARGEST
          || (pending >= SMALLEST
              && Long.remainderUnsigned(hashes[pending - 1].lastWord(), DIVISOR) == 0);
    }

    long length() {
      long sum = 0;
      for (int i = 0; i < pending; i++) {
        sum += lengths[i];
      }
      return sum;
    }

    byte[] lines() {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < pending; i++) {
        lines.append(hashes[i]).append(" : ").append(lengths[i]).append('\n');
      }
      return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }
  }
}
