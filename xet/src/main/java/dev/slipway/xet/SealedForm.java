package dev.slipway.xet;

import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.packing.Malformation;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The envelope of what this module gives out to be kept: four letters, a version of four bytes, the
 * content, and a CRC-32C over all of it. It finds damage, not forgery.
 */
final class SealedForm {

  static final int HEAD_BYTES = 8;

  private static final int SEAL_BYTES = Integer.BYTES;

  private final int letters;
  private final int version;

  SealedForm(String letters, int version) {
    this.letters = LittleEndian.i32(letters.getBytes(StandardCharsets.US_ASCII), 0);
    this.version = version;
  }

  /** An envelope with room for so much content, which begins behind the head. */
  byte[] allocate(int contentBytes) {
    byte[] bytes = new byte[HEAD_BYTES + contentBytes + SEAL_BYTES];
    LittleEndian.put32(bytes, 0, letters);
    LittleEndian.put32(bytes, Integer.BYTES, version);
    return bytes;
  }

  byte[] seal(byte[] bytes) {
    LittleEndian.put32(bytes, bytes.length - SEAL_BYTES, checksum(bytes));
    return bytes;
  }

  /** The length of the content, if the envelope is whole. */
  int open(byte[] bytes) throws Malformation {
    if (bytes.length < HEAD_BYTES + SEAL_BYTES || LittleEndian.i32(bytes, 0) != letters) {
      throw new Malformation("it is something else");
    }
    if (LittleEndian.i32(bytes, Integer.BYTES) != version) {
      throw new Malformation("its version is unknown");
    }
    if (LittleEndian.i32(bytes, bytes.length - SEAL_BYTES) != checksum(bytes)) {
      throw new Malformation("it is damaged");
    }
    return bytes.length - HEAD_BYTES - SEAL_BYTES;
  }

  private static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, bytes.length - SEAL_BYTES);
    return (int) crc.getValue();
  }
}
