package dev.slipway.gitwire;

import dev.slipway.git.wire.GitProgram;
import dev.slipway.http.BadRequest;
import dev.slipway.http.LimitedInput;
import dev.slipway.http.Problem;
import dev.slipway.http.Request;
import dev.slipway.http.Status;
import dev.slipway.names.Ascii;
import dev.slipway.names.ByteCount;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The body of a git client's request, inflated if it came compressed, and no longer than it may.
 */
final class WireBody {

  private WireBody() {}

  static InputStream of(Request request, GitProgram service, ByteCount limit) throws IOException {
    if (!request.mediaType().equals(service.requestType())) {
      throw refused("the body of this request is " + service.requestType());
    }
    String encoding = Ascii.lowerCase(request.header("Content-Encoding").orElse("identity"));
    return switch (encoding) {
      case "identity" -> new LimitedInput(request.body(), limit);
      case "gzip", "x-gzip" -> new LimitedInput(inflated(request.body()), limit);
      default -> throw refused("the body is compressed by gzip or not at all");
    };
  }

  private static BadRequest refused(String sentence) {
    return new BadRequest(Problem.of(Status.UNSUPPORTED_MEDIA_TYPE, sentence));
  }

  private static InputStream inflated(InputStream body) throws IOException {
    try {
      return new Inflated(body);
    } catch (ZipException | EOFException _) {
      throw new BadRequest("the body is not gzip");
    }
  }

  /** Tells what is no gzip from a connection that broke. */
  private static final class Inflated extends FilterInputStream {

    Inflated(InputStream body) throws IOException {
      super(new GZIPInputStream(body));
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (ZipException _) {
        throw new BadRequest("the body is not gzip");
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int count) throws IOException {
      try {
        return super.read(bytes, offset, count);
      } catch (ZipException _) {
        throw new BadRequest("the body is not gzip");
      }
    }
  }
}
