package dev.slipway.xet;

import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;

/**
 * How an index is kept: the xorb's hash, then of each chunk its hash, where it ends, and the
 * checksum of its packed bytes.
 */
final class XorbIndexForm {

  private static final int VERSION = 1;
  private static final SealedForm FORM = new SealedForm("SXIX", VERSION);
  private static final int CHUNK_BYTES = XetHash.BYTES + 3 * Integer.BYTES;

  private XorbIndexForm() {}

  static byte[] encode(XorbIndex index) {
    int count = index.chunkCount();
    byte[] bytes = FORM.allocate(XetHash.BYTES + count * CHUNK_BYTES);
    int at = SealedForm.HEAD_BYTES;
    index.xorb().putInto(bytes, at);
    at += XetHash.BYTES;
    for (int i = 0; i < count; i++, at += CHUNK_BYTES) {
      index.hashes().putInto(i, bytes, at);
      LittleEndian.put32(bytes, at + XetHash.BYTES, index.packedEnd(i));
      LittleEndian.put32(bytes, at + XetHash.BYTES + Integer.BYTES, index.unpackedEnd(i));
      LittleEndian.put32(bytes, at + XetHash.BYTES + 2 * Integer.BYTES, index.checksum(i));
    }
    return FORM.seal(bytes);
  }

  static Parsed<XorbIndex> decode(byte[] bytes) {
    try {
      return Parsed.of(read(bytes, FORM.open(bytes)));
    } catch (Malformation e) {
      return Parsed.malformed("the index of a xorb cannot be read: " + e.problem());
    }
  }

  private static XorbIndex read(byte[] bytes, int length) throws Malformation {
    int count = (length - XetHash.BYTES) / CHUNK_BYTES;
    if (count < 1 || count > Limits.XORB_CHUNKS || length != XetHash.BYTES + count * CHUNK_BYTES) {
      throw new Malformation("its length fits no number of chunks");
    }
    int at = SealedForm.HEAD_BYTES;
    XetHash xorb = XetHash.of(bytes, at);
    at += XetHash.BYTES;
    var builder = new XorbIndexBuilder(count);
    for (int i = 0; i < count; i++, at += CHUNK_BYTES) {
      builder.hashes().add(bytes, at);
      int packedEnd = LittleEndian.i32(bytes, at + XetHash.BYTES);
      int unpackedEnd = LittleEndian.i32(bytes, at + XetHash.BYTES + Integer.BYTES);
      int checksum = LittleEndian.i32(bytes, at + XetHash.BYTES + 2 * Integer.BYTES);
      builder.end(packedEnd, unpackedEnd, checksum);
    }
    return builder.build(xorb);
  }
}
