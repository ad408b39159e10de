package dev.slipway.contents;

import dev.slipway.xet.DamagedXorbException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Notes a xorb that turns out damaged while somebody reads it. */
final class WatchedStream extends FilterInputStream {

  private final DamageLog damage;

  WatchedStream(InputStream source, DamageLog damage) {
    super(source);
    this.damage = damage;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (DamagedXorbException e) {
      damage.looked(e.xorb(), Optional.of(String.valueOf(e.getMessage())));
      throw e;
    }
  }
}
