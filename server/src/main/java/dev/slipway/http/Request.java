package dev.slipway.http;

import dev.slipway.access.Caller;
import dev.slipway.access.TokenSecret;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Fields;

/**
 * One request as endpoints see it: decoded path variables, query, headers, caller, and a body that
 * is read once. Used by one thread.
 */
public final class Request {

  /** Largest JSON or form body that is read into memory, unless an endpoint says otherwise. */
  public static final ByteCount MAX_BODY = ByteCount.mib(4);

  private final org.eclipse.jetty.server.Request jetty;
  private final PathVariables path;
  private final Caller caller;
  private final RequestId id;

  Request(org.eclipse.jetty.server.Request jetty, PathVariables path, Caller caller, RequestId id) {
    this.jetty = jetty;
    this.path = path;
    this.caller = caller;
    this.id = id;
  }

  /** The method as it came. */
  public String method() {
    return jetty.getMethod();
  }

  /** Who asks. */
  public Caller caller() {
    return caller;
  }

  /** The ids of this request: the one that the client is told, and our own. */
  public RequestId id() {
    return id;
  }

  /** A decoded path segment. */
  public String variable(String name) {
    return path.value(name);
  }

  /** The decoded segments behind the pattern's fixed part; a segment may contain slashes. */
  public List<String> rest() {
    return path.rest();
  }

  /** The path as it came, not decoded, without the query. */
  public String rawPath() {
    return jetty.getHttpURI().getPath();
  }

  /** The query as it came, without the question mark; empty if there is none. */
  public String rawQuery() {
    return Optional.ofNullable(jetty.getHttpURI().getQuery()).orElse("");
  }

  /** The first value of a query parameter. */
  public Optional<String> query(String name) {
    return Optional.ofNullable(queryFields().getValue(name));
  }

  /** Every value of a query parameter, in order. */
  public List<String> queries(String name) {
    return queryFields().getValuesOrEmpty(name);
  }

  private Fields queryFields() {
    try {
      return org.eclipse.jetty.server.Request.extractQueryParameters(jetty);
    } catch (RuntimeException _) {
      throw new BadRequest("the query is not percent-encoded UTF-8");
    }
  }

  /** A query parameter that is {@code true}, {@code 1} or empty for yes; anything else is no. */
  public boolean flag(String name) {
    return query(name).filter(text -> List.of("true", "1", "").contains(text)).isPresent();
  }

  /** A query parameter that is a whole number within limits. */
  public int number(String name, int absent, int min, int max) {
    Optional<String> text = query(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // answered below, like a number out of bounds
    }
    throw new BadRequest("\"" + name + "\" is a number from " + min + " to " + max);
  }

  /** The first header of this name, whatever its case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(jetty.getHeaders().get(name));
  }

  /** Every header of this name. */
  public List<String> headers(String name) {
    return jetty.getHeaders().getFields(name).stream().map(HttpField::getValue).toList();
  }

  /** The token that the request shows, whatever it is worth. */
  public Optional<TokenSecret> shownToken() {
    return Credentials.of(headers("Authorization")) instanceof Credentials.Token(var secret)
        ? Optional.of(secret)
        : Optional.empty();
  }

  /** The media type of the body, small, without parameters; empty if the client named none. */
  public String mediaType() {
    String type = header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return dev.slipway.names.Ascii.lowerCase(
        (parameters < 0 ? type : type.substring(0, parameters)).strip());
  }

  /** The announced length of the body, unknown for chunked ones. */
  public OptionalLong contentLength() {
    long length = jetty.getLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** The address that the connection comes from. */
  public String remoteAddress() {
    SocketAddress address = jetty.getConnectionMetaData().getRemoteSocketAddress();
    return address instanceof InetSocketAddress inet ? inet.getHostString() : address.toString();
  }

  /**
   * Goes on only if the client is still there: for long work whose answer has not begun. Asks the
   * system, so that it is not to be called all the time.
   *
   * @throws ClientGone if it closed the connection after its request
   */
  public void requireClient() throws ClientGone {
    EndPoint connection = jetty.getConnectionMetaData().getConnection().getEndPoint();
    if (connection instanceof SocketChannelEndPoint socket
        && ClientWatch.hasLeft(socket.getChannel())) {
      throw new ClientGone(new EOFException("the connection was closed"));
    }
  }

  /** The body as it comes. A client that ends it early makes reading fail with an IOException. */
  public InputStream body() {
    return Content.Source.asInputStream(jetty);
  }

  /**
   * The whole body; 413 if it is larger than {@code limit}, 408 if it does not come in a minute.
   */
  public byte[] bytes(ByteCount limit) throws IOException {
    if (contentLength().orElse(0) > limit.bytes()) {
      throw tooLarge(limit);
    }
    EndPoint connection = jetty.getConnectionMetaData().getConnection().getEndPoint();
    long usual = connection.getIdleTimeout();
    try {
      return new SmallBody(
              body(), left -> connection.setIdleTimeout(Math.min(usual, left.toMillis() + 1)))
          .read(limit, SmallBody.PATIENCE);
    } finally {
      connection.setIdleTimeout(usual);
    }
  }

  /** The body read as JSON; 400 if it is not one of {@code type}. */
  public <T> T json(Class<T> type) throws IOException {
    return json(type, MAX_BODY);
  }

  /** The body read as JSON of at most {@code limit}. */
  public <T> T json(Class<T> type, ByteCount limit) throws IOException {
    return require(Json.read(bytes(limit), type));
  }

  /** The body read as a form, duplicates kept. */
  public FormBody form() throws IOException {
    return require(FormBody.parse(bytes(MAX_BODY)));
  }

  /** The value, or 400 with the problem. */
  public static <T> T require(Parsed<T> parsed) {
    return switch (parsed) {
      case Value<T>(var value) -> value;
      case Malformed<T>(var problem) -> throw new BadRequest(problem);
    };
  }

  private static BadRequest tooLarge(ByteCount limit) {
    return new BadRequest(Problem.of(Status.CONTENT_TOO_LARGE, "the body is larger than " + limit));
  }
}
