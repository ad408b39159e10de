package dev.slipway.xet.shards;

import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayOutputStream;

/** Builds shards, right or wrong. */
public final class ShardBytes {

  private static final XetHash BOOKEND = new XetHash(-1, -1, -1, -1);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public ShardBytes() {
    this(0);
  }

  public ShardBytes(int footerBytes) {
    record(ShardReader.TAG, 2, 0, footerBytes, 0);
  }

  public ShardBytes record(XetHash hash, int... numbers) {
    byte[] record = new byte[ShardRecords.BYTES];
    hash.putInto(record, 0);
    for (int i = 0; i < numbers.length; i++) {
      LittleEndian.put32(record, XetHash.BYTES + i * Integer.BYTES, numbers[i]);
    }
    out.writeBytes(record);
    return this;
  }

  public ShardBytes bookend() {
    return record(BOOKEND);
  }

  public ShardBytes append(int count) {
    out.writeBytes(new byte[count]);
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
