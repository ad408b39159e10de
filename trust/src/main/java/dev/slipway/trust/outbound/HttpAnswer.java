package dev.slipway.trust.outbound;

import dev.slipway.names.Ascii;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one HTTP/1.1 answer and stops at the first byte too many (RFC 9112). Takes a body by
 * length, in chunks, or until the end of the connection; anything ambiguous is refused.
 */
final class HttpAnswer {

  private static final int MAX_HEAD_BYTES = 16 * 1024;
  private static final int OK = 200;

  private final InputStream in;
  private final int maxBytes;
  private int headLeft = MAX_HEAD_BYTES;

  private HttpAnswer(InputStream in, int maxBytes) {
    this.in = new BufferedInputStream(in);
    this.maxBytes = maxBytes;
  }

  /** Reads an answer whose body has at most {@code maxBytes} bytes. */
  static Fetched read(InputStream in, int maxBytes) throws IOException {
    try {
      return new HttpAnswer(in, maxBytes).answer();
    } catch (Unacceptable e) {
      return new Fetched.Failed(e.problem);
    } catch (EOFException _) {
      return new Fetched.Failed(Fetched.Problem.PROTOCOL);
    }
  }

  private Fetched answer() throws IOException, Unacceptable {
    int status = status(line());
    if (status >= 300 && status < 400) {
      throw new Unacceptable(Fetched.Problem.REDIRECT);
    }
    if (status != OK) {
      throw new Unacceptable(Fetched.Problem.STATUS);
    }
    Map<String, String> headers = headers();
    if (!Ascii.equalIgnoringCase(
        headers.getOrDefault("content-encoding", "identity"), "identity")) {
      throw new Unacceptable(Fetched.Problem.PROTOCOL);
    }
    return new Fetched.Body(body(headers), date(headers));
  }

  private static Optional<Instant> date(Map<String, String> headers) {
    try {
      return Optional.ofNullable(headers.get("date"))
          .map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private byte[] body(Map<String, String> headers) throws IOException, Unacceptable {
    String transfer = headers.get("transfer-encoding");
    String length = headers.get("content-length");
    if (transfer == null) {
      return length == null ? untilEnd() : exactly(number(length, 10));
    }
    if (length != null || !Ascii.equalIgnoringCase(transfer, "chunked")) {
      throw new Unacceptable(Fetched.Problem.PROTOCOL);
    }
    return chunks();
  }

  private static int status(String line) throws Unacceptable {
    boolean wellFormed =
        line.length() >= "HTTP/1.1 200".length()
            && line.startsWith("HTTP/1.")
            && line.charAt("HTTP/1.".length() + 1) == ' ';
    if (!wellFormed) {
      throw new Unacceptable(Fetched.Problem.PROTOCOL);
    }
    return number(line.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()), 10);
  }

  private Map<String, String> headers() throws IOException, Unacceptable {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      // Folded lines and space before the colon are how two readers come to differ.
      if (colon < 1
          || line.charAt(0) == ' '
          || line.charAt(0) == '\t'
          || line.charAt(colon - 1) == ' ') {
        throw new Unacceptable(Fetched.Problem.PROTOCOL);
      }
      String name = Ascii.lowerCase(line.substring(0, colon));
      String before = headers.put(name, line.substring(colon + 1).strip());
      boolean framing = name.equals("content-length") || name.equals("transfer-encoding");
      if (before != null && framing) {
        throw new Unacceptable(Fetched.Problem.PROTOCOL);
      }
    }
    return headers;
  }

  private byte[] untilEnd() throws IOException, Unacceptable {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new Unacceptable(Fetched.Problem.TOO_LARGE);
    }
    return bytes;
  }

  private byte[] exactly(int length) throws IOException, Unacceptable {
    if (length > maxBytes) {
      throw new Unacceptable(Fetched.Problem.TOO_LARGE);
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private byte[] chunks() throws IOException, Unacceptable {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      // Chunk heads count as head, so that a body of one-byte chunks ends too.
      headLeft = MAX_HEAD_BYTES;
      String head = line();
      int extension = head.indexOf(';');
      int size = number((extension < 0 ? head : head.substring(0, extension)).strip(), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      if (size > maxBytes - body.size()) {
        throw new Unacceptable(Fetched.Problem.TOO_LARGE);
      }
      body.writeBytes(exactly(size));
      if (!line().isEmpty()) {
        throw new Unacceptable(Fetched.Problem.PROTOCOL);
      }
    }
  }

  private String line() throws IOException, Unacceptable {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException();
      }
      if (headLeft-- == 0) {
        throw new Unacceptable(Fetched.Problem.TOO_LARGE);
      }
      if (c == '\n') {
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
      }
      line.append((char) c);
    }
  }

  private static int number(String digits, int radix) throws Unacceptable {
    boolean plain =
        !digits.isEmpty()
            && digits.chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 0x7F);
    if (!plain) {
      throw new Unacceptable(Fetched.Problem.PROTOCOL);
    }
    try {
      return Integer.parseInt(digits, radix);
    } catch (NumberFormatException _) {
      throw new Unacceptable(Fetched.Problem.TOO_LARGE);
    }
  }

  /** Stops reading at once; caught in {@link #read} and nowhere else. */
  private static final class Unacceptable extends Exception {

    private static final long serialVersionUID = 1L;

    private final Fetched.Problem problem;

    Unacceptable(Fetched.Problem problem) {
      super(problem.sentence(), null, false, false);
      this.problem = problem;
    }
  }
}
