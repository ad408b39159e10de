package dev.slipway.gitwire;

import dev.slipway.http.BadRequest;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of a fetch, read whole before it is answered: in memory while it is short, in
 * a local file when it is not. Only packet lines are taken: JGit answers anything else as if
 * something were wrong here.
 *
 * @see <a href="https://git-scm.com/docs/protocol-common#_pkt_line_format">pkt-line</a>
 */
final class FetchBody implements AutoCloseable {

  private static final int HEADER_BYTES = 4;
  private static final int LONGEST_LINE = 65_520;

  private final Path spool;
  private ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable Path file;

  private FetchBody(Path spool) {
    this.spool = spool;
  }

  /** Reads {@code body} to its end, and closes it; 400 if it is not made of packet lines. */
  static FetchBody of(InputStream body, Path spool) throws IOException {
    FetchBody read = new FetchBody(spool);
    try (body) {
      read.take(new BufferedInputStream(body));
      return read;
    } catch (IOException | RuntimeException e) {
      read.close();
      throw e;
    }
  }

  private void take(InputStream body) throws IOException {
    OutputStream out = memory;
    try {
      for (byte[] header = body.readNBytes(HEADER_BYTES);
          header.length > 0;
          header = body.readNBytes(HEADER_BYTES)) {
        byte[] content = body.readNBytes(contentLength(header));
        if (content.length < contentLength(header)) {
          throw noPackets();
        }
        if (file == null && memory.size() > WireLimits.FETCH_REQUEST_IN_MEMORY.bytes()) {
          out = toFile();
        }
        out.write(header);
        out.write(content);
      }
    } finally {
      out.close();
    }
  }

  private OutputStream toFile() throws IOException {
    Path made = Files.createTempFile(spool, "fetch-", ".part");
    file = made;
    OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(made));
    memory.writeTo(out);
    memory = new ByteArrayOutputStream();
    return out;
  }

  /** None of the special packets, which are shorter than their own header, has a content. */
  private static int contentLength(byte[] header) {
    try {
      int length =
          HexFormat.fromHexDigits(new String(header, java.nio.charset.StandardCharsets.US_ASCII));
      if (header.length == HEADER_BYTES && length != HEADER_BYTES - 1 && length <= LONGEST_LINE) {
        return Math.max(0, length - HEADER_BYTES);
      }
    } catch (IllegalArgumentException _) {
      // answered below
    }
    throw noPackets();
  }

  private static BadRequest noPackets() {
    return new BadRequest("the body is not what git asks of a fetch");
  }

  /** The bytes, once; closing the stream gives back what they took. */
  InputStream open() {
    Path made = file;
    try {
      return made == null
          ? new ByteArrayInputStream(memory.toByteArray())
          : new BufferedInputStream(Files.newInputStream(made, StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException e) {
      throw new UncheckedIOException("reading a spooled request", e);
    }
  }

  @Override
  public void close() {
    Path made = file;
    try {
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("deleting a spooled request", e);
    }
  }
}
