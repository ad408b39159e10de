package dev.slipway.xet.hashing;

/** Lists of hashes for tests. */
public final class HashLists {

  private HashLists() {}

  public static HashList of(XetHash... hashes) {
    var list = new HashList();
    for (XetHash hash : hashes) {
      list.add(hash);
    }
    return list;
  }
}
