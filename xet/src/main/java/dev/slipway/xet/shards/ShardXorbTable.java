package dev.slipway.xet.shards;

import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.IntList;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;

/** The xorb section of a shard in columns. Filled by one thread, then not changed any more. */
final class ShardXorbTable {

  private static final int COUNT_AT = XetHash.BYTES + Integer.BYTES;
  private static final int LENGTH_AT = XetHash.BYTES + Integer.BYTES;

  private final HashList hashes = new HashList();
  private final IntList chunkEnds = new IntList();
  private final HashList chunks = new HashList();
  private final IntList lengths = new IntList();

  int count() {
    return hashes.size();
  }

  ShardXorb xorb(int index) {
    int first = index == 0 ? 0 : chunkEnds.get(index - 1);
    int end = chunkEnds.get(index);
    int[] own = new int[end - first];
    for (int i = 0; i < own.length; i++) {
      own[i] = lengths.get(first + i);
    }
    return new ShardXorb(hashes.get(index), chunks.copy(first, end), own);
  }

  /** Reads the xorb whose first record was just read, with its chunks. */
  void read(ShardRecords records) throws IOException, Malformation {
    hashes.add(records.hash());
    long count = records.count(COUNT_AT);
    if (count == 0 || count > Limits.XORB_CHUNKS) {
      throw new Malformation("a xorb has between 1 and 8192 chunks");
    }
    for (long i = 0; i < count; i++) {
      records.next();
      chunks.add(records.hash());
      lengths.add(records.number(LENGTH_AT));
    }
    chunkEnds.add(chunks.size());
  }
}
