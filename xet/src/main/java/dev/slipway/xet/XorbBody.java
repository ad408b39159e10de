package dev.slipway.xet;

import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of an uploaded xorb, of which some are in sight and those behind are passed on. */
final class XorbBody {

  static final int BUFFER_BYTES = 4 * Limits.CHUNK_BYTES;
  static final byte[] FOOTER_MARK = "XETBLOB".getBytes(StandardCharsets.US_ASCII);

  private final InputStream in;
  private final OutputStream out;
  private final byte[] buffer;

  /** The buffer holds what was passed and not yet written, up to here, then what is in sight. */
  private int at;

  private int end;
  private long left = Limits.XORB_BODY.bytes();

  XorbBody(InputStream in, OutputStream out, byte[] buffer) {
    this.in = in;
    this.out = out;
    this.buffer = buffer;
  }

  byte[] bytes() {
    return buffer;
  }

  int at() {
    return at;
  }

  /** Brings so many bytes in sight; false if the body ends before. */
  boolean has(int count) throws IOException, Malformation {
    if (end - at < count && buffer.length - at < count) {
      writePassed();
    }
    while (end - at < count) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return false;
      }
      end += read;
      spend(read);
    }
    return true;
  }

  boolean startsFooter() {
    return Arrays.equals(buffer, at, at + FOOTER_MARK.length, FOOTER_MARK, 0, FOOTER_MARK.length);
  }

  /** These bytes are to be passed on. */
  void pass(int count) {
    at += count;
  }

  /** Writes what was passed, and reads the rest of the body, which is dropped. */
  void finish() throws IOException, Malformation {
    writePassed();
    end = 0;
    int read;
    while ((read = in.read(buffer, 0, buffer.length)) >= 0) {
      spend(read);
    }
  }

  private void spend(int count) throws Malformation {
    left -= count;
    if (left < 0) {
      throw new Malformation("the body of a xorb is longer than 64 MiB and its chunk headers");
    }
  }

  private void writePassed() {
    try {
      out.write(buffer, 0, at);
    } catch (IOException e) {
      throw new UncheckedIOException("writing a xorb that is being received", e);
    }
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
  }
}
