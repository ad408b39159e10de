package dev.slipway.xet.shards;

import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads an uploaded shard (Xet specification 1.1, shard format), with or without a footer; what the
 * footer and the lookup tables before it say is not used. Checks the form only: whether it is true
 * is for {@link ShardVerifier}.
 */
public final class ShardReader {

  /** The first 32 bytes of every shard. */
  static final XetHash TAG =
      new XetHash(
          0x654d6f7065524648L, 0x5500617461446174L, 0x8357817b6a456769L, 0xa94ad1cd5cd9bda5L);

  static final int VERSION = 2;
  static final int FOOTER_BYTES = 200;

  private ShardReader() {}

  /**
   * Reads {@code in} to its end, or until something is wrong. Does not close it.
   *
   * @throws IOException if {@code in} fails
   */
  public static Parsed<Shard> read(InputStream in) throws IOException {
    try {
      return Parsed.of(read(new ShardRecords(in)));
    } catch (Malformation e) {
      return Parsed.malformed(e.problem());
    }
  }

  private static Shard read(ShardRecords records) throws IOException, Malformation {
    long footerBytes = header(records);
    var files = new ShardFileTable();
    for (records.next(); !records.isBookend(); records.next()) {
      files.read(records);
    }
    var xorbs = new ShardXorbTable();
    for (records.next(); !records.isBookend(); records.next()) {
      xorbs.read(records);
    }
    long rest = records.drain();
    if (footerBytes == 0 && rest > 0) {
      throw new Malformation("the shard goes on behind its end");
    }
    if (rest < footerBytes) {
      throw new Malformation("the shard's footer is cut off");
    }
    return new Shard(files, xorbs);
  }

  private static long header(ShardRecords records) throws IOException, Malformation {
    records.next();
    if (!records.hash().equals(TAG)) {
      throw new Malformation("this is no shard");
    }
    if (records.longNumber(XetHash.BYTES) != VERSION) {
      throw new Malformation("the shard has an unknown version");
    }
    long footerBytes = records.longNumber(XetHash.BYTES + Long.BYTES);
    if (footerBytes != 0 && footerBytes != FOOTER_BYTES) {
      throw new Malformation("a shard's footer has 200 bytes or is absent");
    }
    return footerBytes;
  }
}
