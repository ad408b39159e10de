package dev.slipway.commits;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/**
 * The bytes that base64 means, whole: the JDK's decoder ends at the padding and does not look at
 * what follows it.
 */
final class Base64Input extends FilterInputStream {

  private final InputStream text;

  /** Decodes {@code text}, which it owns. */
  Base64Input(InputStream text) {
    super(Base64.getDecoder().wrap(text));
    this.text = text;
  }

  @Override
  public int read() throws IOException {
    return checked(super.read());
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    return checked(super.read(bytes, offset, count));
  }

  private int checked(int read) throws IOException {
    if (read < 0 && text.read() >= 0) {
      throw new IOException("base64 goes on behind its padding");
    }
    return read;
  }
}
