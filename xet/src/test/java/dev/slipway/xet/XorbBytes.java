package dev.slipway.xet;

import java.io.ByteArrayOutputStream;

/** Builds the bodies of xorbs, right or wrong. */
final class XorbBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Blake3 blake3 = new Blake3();
  private final MerkleTree tree = new MerkleTree(blake3);

  XorbBytes stored(byte... chunk) {
    return packed(0, chunk.length, chunk).hashed(chunk);
  }

  XorbBytes packed(int scheme, int unpackedLength, byte[] payload) {
    byte[] header = new byte[ChunkHeader.BYTES + 1];
    LittleEndian.put32(header, 1, payload.length | scheme << 24);
    LittleEndian.put32(header, 5, unpackedLength);
    out.write(header, 0, ChunkHeader.BYTES);
    out.writeBytes(payload);
    return this;
  }

  /** The next chunk that counts for the xorb's hash. */
  XorbBytes hashed(byte[] chunk) {
    tree.add(blake3.hash(Blake3Key.CHUNK, chunk, 0, chunk.length), chunk.length);
    return this;
  }

  XorbBytes append(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** To be called once. */
  XetHash hash() {
    return tree.root();
  }
}
