package dev.slipway.xet;

import dev.slipway.xet.hashing.Blake3;
import dev.slipway.xet.hashing.Blake3Key;
import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.MerkleTree;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.ChunkHeader;
import java.io.ByteArrayOutputStream;

/** Builds the bodies of xorbs, right or wrong. */
public final class XorbBytes {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Blake3 blake3 = new Blake3();
  private final MerkleTree tree = new MerkleTree(blake3);

  public XorbBytes stored(byte... chunk) {
    return packed(0, chunk.length, chunk).hashed(chunk);
  }

  public XorbBytes packed(int scheme, int unpackedLength, byte[] payload) {
    byte[] header = new byte[ChunkHeader.BYTES + 1];
    LittleEndian.put32(header, 1, payload.length | scheme << 24);
    LittleEndian.put32(header, 5, unpackedLength);
    out.write(header, 0, ChunkHeader.BYTES);
    out.writeBytes(payload);
    return this;
  }

  /** The next chunk that counts for the xorb's hash. */
  public XorbBytes hashed(byte[] chunk) {
    tree.add(blake3.hash(Blake3Key.CHUNK, chunk, 0, chunk.length), chunk.length);
    return this;
  }

  public XorbBytes append(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /** To be called once. */
  public XetHash hash() {
    return tree.root();
  }
}
