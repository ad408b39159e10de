package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the indexes that were used last, few enough for a file of any number of xorbs. One
 * thread at a time.
 */
public final class RecentIndexes implements XorbIndexes {

  private static final int MOST = 16;

  private final XorbIndexes indexes;
  private final LinkedHashMap<XetHash, XorbIndex> recent = new LinkedHashMap<>(MOST, 0.75f, true);

  public RecentIndexes(XorbIndexes indexes) {
    this.indexes = indexes;
  }

  @Override
  public Optional<XorbIndex> find(XetHash xorb) {
    XorbIndex known = recent.get(xorb);
    return known != null
        ? Optional.of(known)
        : indexes.find(xorb).map(index -> remember(xorb, index));
  }

  /** The index of a xorb with these chunks, which was there when a file with them was accepted. */
  XorbIndex of(XetHash xorb, int chunkStart, int chunkEnd) {
    XorbIndex index =
        find(xorb).orElseThrow(() -> new DamagedXorbException(xorb, "its index is missing"));
    if (!index.includes(chunkStart, chunkEnd)) {
      throw new DamagedXorbException(
          xorb, "its index has no chunks %d to %d".formatted(chunkStart, chunkEnd));
    }
    return index;
  }

  XorbIndex of(Term term) {
    return of(term.xorb(), term.chunkStart(), term.chunkEnd());
  }

  private XorbIndex remember(XetHash xorb, XorbIndex index) {
    recent.put(xorb, index);
    if (recent.size() > MOST) {
      Map.Entry<XetHash, XorbIndex> oldest = recent.firstEntry();
      recent.remove(oldest.getKey());
    }
    return index;
  }
}
