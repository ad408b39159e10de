package dev.slipway.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * An answer: status, headers in order, body. Immutable; {@code header} gives a copy.
 *
 * @param headers a name may stand more than once
 */
public record Reply(int status, List<Header> headers, Body body) {

  /** The type of a JSON body. */
  public static final String JSON = "application/json; charset=utf-8";

  /** One header of an answer. */
  public record Header(String name, String value) {

    public Header {
      for (int i = 0; i < value.length(); i++) {
        if (value.charAt(i) < ' ' || value.charAt(i) == 0x7F) {
          throw new IllegalArgumentException("a header value is one line: " + name);
        }
      }
    }
  }

  public Reply {
    headers = List.copyOf(headers);
  }

  /** An answer without a body. */
  public static Reply empty(int status) {
    return new Reply(status, List.of(), new Body.Empty());
  }

  /** 200 with a JSON body. */
  public static Reply json(Object value) {
    return json(Status.OK, value);
  }

  /** A JSON body. */
  public static Reply json(int status, Object value) {
    return bytes(status, JSON, Json.write(value));
  }

  /** A body of plain text. */
  public static Reply text(int status, String text) {
    return bytes(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A body of bytes that are at hand. */
  public static Reply bytes(int status, String contentType, byte[] bytes) {
    return empty(status).with(new Body.Bytes(bytes)).header("Content-Type", contentType);
  }

  /** A body of unknown length that is written as it comes. */
  public static Reply streamed(String contentType, Body.Writer writer) {
    return empty(Status.OK)
        .with(new Body.Streamed(OptionalLong.empty(), writer, () -> {}))
        .header("Content-Type", contentType);
  }

  /** A redirect that keeps the method. */
  public static Reply redirect(int status, String location) {
    return empty(status).header("Location", location);
  }

  /** This answer with one more header. */
  public Reply header(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Reply(status, more, body);
  }

  /** This answer with another body. */
  public Reply with(Body other) {
    return new Reply(status, headers, other);
  }

  /** This answer with another status. */
  public Reply withStatus(int other) {
    return new Reply(other, headers, body);
  }
}
