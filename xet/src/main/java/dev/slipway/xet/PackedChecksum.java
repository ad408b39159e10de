package dev.slipway.xet;

import java.util.zip.CRC32C;

/**
 * The CRC-32C of a packed chunk as it is stored, header included. It costs a tenth of the chunk's
 * hash and notices what happens to bytes at rest; what an author says is never checked by it.
 */
final class PackedChecksum {

  private PackedChecksum() {}

  static int of(byte[] bytes, int offset, int length) {
    var crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
