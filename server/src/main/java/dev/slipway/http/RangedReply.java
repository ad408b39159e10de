package dev.slipway.http;

import dev.slipway.http.ByteRange.Part;
import dev.slipway.http.ByteRange.Unsatisfiable;
import dev.slipway.http.ByteRange.Whole;
import dev.slipway.names.ByteCount;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalLong;

/** Answers GET and HEAD for bytes of known length: whole, by range, or not at all if unchanged. */
public final class RangedReply {

  private static final int BUFFER_BYTES = 256 * 1024;

  private RangedReply() {}

  /**
   * What is served.
   *
   * @param size of the whole, in bytes
   * @param etag without quotes; changes when the bytes do
   * @param contentType of the whole
   * @param opener opens any part of it; called at most once, and not for HEAD
   */
  public record Source(ByteCount size, String etag, String contentType, Opener opener) {}

  /** Opens a part of what is served. */
  @FunctionalInterface
  public interface Opener {

    /**
     * The bytes from {@code offset} on, {@code length} of them.
     *
     * @throws IOException if they cannot be read
     */
    InputStream open(long offset, long length) throws IOException;
  }

  /** The answer that the headers of {@code request} ask for (RFC 9110, 13 and 14). */
  public static Reply of(Request request, Source source) {
    String etag = "\"" + source.etag() + "\"";
    if (request.header("If-None-Match").filter(value -> matches(value, etag)).isPresent()) {
      // Without it Jetty would say 0, which a cache could take for the length of the file.
      return Reply.empty(Status.NOT_MODIFIED)
          .header("ETag", etag)
          .header("Content-Length", String.valueOf(source.size().bytes()));
    }
    long size = source.size().bytes();
    return switch (range(request, etag, size)) {
      case Whole _ -> part(source, Status.OK, 0, size);
      case Part range ->
          part(source, Status.PARTIAL_CONTENT, range.first(), range.length())
              .header("Content-Range", range.contentRange(size));
      // An empty file has no range, but clients that probe with bytes=0-0 want to learn its size.
      case Unsatisfiable _ when size == 0 ->
          part(source, Status.OK, 0, 0).header("Content-Range", "bytes */0");
      case Unsatisfiable _ ->
          Problem.of(Status.RANGE_NOT_SATISFIABLE, "The file has " + size + " bytes")
              .reply()
              .header("Content-Range", "bytes */" + size);
    };
  }

  private static boolean matches(String header, String etag) {
    for (String tag : header.split(",")) {
      String text = tag.strip();
      if (text.equals("*") || text.equals(etag) || text.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }

  private static ByteRange range(Request request, String etag, long size) {
    Optional<String> range = request.header("Range");
    Optional<String> condition = request.header("If-Range");
    boolean changed = condition.isPresent() && !condition.get().strip().equals(etag);
    return range.isEmpty() || changed ? new Whole() : ByteRange.parse(range.get(), size);
  }

  private static Reply part(Source source, int status, long offset, long length) {
    Body.Writer writer = out -> copy(source.opener().open(offset, length), out);
    return Reply.empty(status)
        .with(new Body.Streamed(OptionalLong.of(length), writer, () -> {}))
        .header("Content-Type", source.contentType())
        .header("ETag", "\"" + source.etag() + "\"")
        .header("Accept-Ranges", "bytes");
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    try (in) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }
}
