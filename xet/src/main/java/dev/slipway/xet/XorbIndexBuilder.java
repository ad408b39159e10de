package dev.slipway.xet;

import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.HashList;
import dev.slipway.xet.hashing.IntList;
import dev.slipway.xet.hashing.MerkleTree;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;

/** Collects the chunks of a xorb and holds them to the limits. One thread at a time. */
final class XorbIndexBuilder {

  private final HashList hashes;
  private final IntList packedEnds = new IntList();
  private final IntList unpackedEnds = new IntList();
  private final IntList checksums = new IntList();

  XorbIndexBuilder(int expected) {
    hashes = new HashList(expected);
  }

  /** Takes the hashes, in order; they may come later than the ends. */
  HashList hashes() {
    return hashes;
  }

  int packedEnd() {
    return packedEnds.last();
  }

  int unpackedEnd() {
    return unpackedEnds.last();
  }

  boolean isEmpty() {
    return packedEnds.size() == 0;
  }

  /** The next chunk ends here, and this is the checksum of its packed bytes. */
  void end(int packedEnd, int unpackedEnd, int checksum) throws Malformation {
    if (packedEnds.size() == Limits.XORB_CHUNKS) {
      throw new Malformation("a xorb has at most 8192 chunks");
    }
    checkPacked(packedEnd - packedEnd());
    checkUnpacked(unpackedEnd - unpackedEnd());
    if (unpackedEnd > Limits.XORB_BYTES) {
      throw new Malformation("a xorb has at most 64 MiB of unpacked bytes");
    }
    packedEnds.add(packedEnd);
    unpackedEnds.add(unpackedEnd);
    checksums.add(checksum);
  }

  XorbIndex build(XetHash xorb) {
    return new XorbIndex(
        xorb,
        hashes.copy(0, packedEnds.size()),
        packedEnds.toArray(),
        unpackedEnds.toArray(),
        checksums.toArray());
  }

  /** The root over the chunks. */
  XetHash root(Blake3 blake3) {
    var tree = new MerkleTree(blake3);
    int start = 0;
    for (int i = 0; i < unpackedEnds.size(); i++) {
      int end = unpackedEnds.get(i);
      tree.add(hashes.get(i), end - start);
      start = end;
    }
    return tree.root();
  }

  private static void checkPacked(int length) throws Malformation {
    if (length <= ChunkHeader.BYTES || length > ChunkHeader.BYTES + Limits.PACKED_BYTES) {
      throw new Malformation("a chunk is packed into more bytes than that can take, or none");
    }
  }

  private static void checkUnpacked(int length) throws Malformation {
    if (length < 1 || length > Limits.CHUNK_BYTES) {
      throw new Malformation("a chunk has between 1 byte and 128 KiB");
    }
  }
}
