package dev.slipway.xet.shards;

import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;
import java.io.InputStream;

/**
 * A shard's body, record by record of 48 bytes. Nothing is allocated by what a record says, so a
 * wrong count ends with the body. One thread at a time.
 */
final class ShardRecords {

  static final int BYTES = 48;

  private static final int BUFFER_BYTES = 1024 * BYTES;
  private static final XetHash BOOKEND = new XetHash(-1, -1, -1, -1);

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private long left = Limits.SHARD_BODY.bytes();
  private int at;
  private int next;
  private int end;

  ShardRecords(InputStream in) {
    this.in = in;
  }

  /** Moves to the next record. */
  void next() throws IOException, Malformation {
    if (end - next < BYTES && !fill()) {
      throw new Malformation("the shard ends too early");
    }
    at = next;
    next += BYTES;
  }

  /** The hash that stands first in the next record. */
  XetHash nextHash() throws IOException, Malformation {
    next();
    return hash();
  }

  XetHash hash() {
    return XetHash.of(buffer, at);
  }

  boolean isBookend() {
    return hash().equals(BOOKEND);
  }

  int number(int offset) {
    return LittleEndian.i32(buffer, at + offset);
  }

  /** A number that is never negative. */
  long count(int offset) {
    return LittleEndian.u32(buffer, at + offset);
  }

  long longNumber(int offset) {
    return LittleEndian.i64(buffer, at + offset);
  }

  /** Reads the rest of the body and counts its bytes. */
  long drain() throws IOException, Malformation {
    long rest = (long) end - next;
    int read;
    while ((read = in.read(buffer, 0, buffer.length)) >= 0) {
      spend(read);
      rest += read;
    }
    next = end;
    return rest;
  }

  private boolean fill() throws IOException, Malformation {
    System.arraycopy(buffer, next, buffer, 0, end - next);
    end -= next;
    next = 0;
    while (end < BYTES) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      spend(read);
      end += read;
    }
    return true;
  }

  private void spend(int count) throws Malformation {
    left -= count;
    if (left < 0) {
      throw new Malformation("a shard has at most 64 MiB");
    }
  }
}
