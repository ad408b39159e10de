package dev.slipway.commits;

import dev.slipway.http.Request;
import dev.slipway.names.Sha256;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A body that is hashed while it is read, together with what its request asks for: two requests
 * with one fingerprint are the same request.
 */
final class FingerprintBody extends FilterInputStream {

  private static final int SKIP_BYTES = 8 * 1024;

  private final String asked;
  private final MessageDigest digest = Sha256.begin();

  /** Hashes what is read of {@code body}, the body of {@code request}. */
  FingerprintBody(Request request, InputStream body) {
    super(body);
    this.asked =
        String.join(
            "\n", request.method(), request.rawPath(), request.rawQuery(), request.mediaType());
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      digest.update((byte) read);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    int read = super.read(bytes, offset, count);
    if (read > 0) {
      digest.update(bytes, offset, read);
    }
    return read;
  }

  /** Skipping is reading: every byte counts. */
  @Override
  public long skip(long count) throws IOException {
    return readNBytes((int) Math.min(count, SKIP_BYTES)).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Reads what is left. */
  void readToTheEnd() {
    try {
      transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException("reading the end of a commit", e);
    }
  }

  /** What was asked and every byte that was read so far, in 64 hexadecimal digits. */
  String fingerprint() {
    try {
      MessageDigest all = (MessageDigest) digest.clone();
      return Sha256.hex(asked + "\n" + HexFormat.of().formatHex(all.digest()));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be copied", e);
    }
  }
}
