package dev.slipway.xet;

/** Lists of hashes for tests. */
final class HashLists {

  private HashLists() {}

  static HashList of(XetHash... hashes) {
    var list = new HashList();
    for (XetHash hash : hashes) {
      list.add(hash);
    }
    return list;
  }
}
