package dev.slipway.xet.shards;

import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayOutputStream;

/** Writes the pieces of a shard with a footer but without lookup tables and files. */
final class ShardWriter {

  /** Behind the header and the bookend of the file section. */
  private static final long XORBS_AT = 2 * ShardRecords.BYTES;

  private static final int FOOTER_VERSION = 1;

  /** Offset and number of the entries of three lookup tables. */
  private static final int TABLES = 3;

  private static final int KEY_BYTES = 32;
  private static final int RESERVED_BYTES = 48;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final byte[] number = new byte[Long.BYTES];

  byte[] bytes() {
    return out.toByteArray();
  }

  void header() {
    record(ShardReader.TAG, ShardReader.VERSION, 0, ShardReader.FOOTER_BYTES, 0);
  }

  void record(XetHash hash, int... numbers) {
    byte[] record = new byte[ShardRecords.BYTES];
    hash.putInto(record, 0);
    for (int i = 0; i < numbers.length; i++) {
      LittleEndian.put32(record, XetHash.BYTES + i * Integer.BYTES, numbers[i]);
    }
    out.writeBytes(record);
  }

  /** The footer; without a key, so the hashes of chunks are as they are. */
  void footer(long created, long expires, long unpackedBytes) {
    long footerAt = out.size();
    number(FOOTER_VERSION);
    number(ShardRecords.BYTES);
    number(XORBS_AT);
    for (int i = 0; i < TABLES; i++) {
      number(footerAt);
      number(0);
    }
    out.writeBytes(new byte[KEY_BYTES]);
    number(created);
    number(expires);
    out.writeBytes(new byte[RESERVED_BYTES]);
    number(0);
    number(unpackedBytes);
    number(unpackedBytes);
    number(footerAt);
  }

  private void number(long value) {
    LittleEndian.put64(number, 0, value);
    out.writeBytes(number);
  }
}
