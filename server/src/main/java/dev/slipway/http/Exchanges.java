package dev.slipway.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request from its first byte to its last, and the only place that catches what went wrong.
 */
public final class Exchanges extends Handler.Abstract {

  private static final Logger LOG = LoggerFactory.getLogger(Exchanges.class);
  private static final int RETRY_AFTER_SECONDS = 5;
  private static final int DISCARDED_AT_ONCE = 64 * 1024;
  private static final Duration NO_HURRY = Duration.ofDays(1);
  private static final String INTERNAL_ERROR = "Internal Error - We're working hard to fix this.";

  private final Dispatcher dispatcher;
  private final SecureRandom random;

  /** Answers by these routes, for callers that {@code authenticator} knows. */
  public Exchanges(
      Router router, Authenticator authenticator, RateLimiter limiter, SecureRandom random) {
    super(InvocationType.BLOCKING);
    this.dispatcher = new Dispatcher(router, authenticator, limiter);
    this.random = random;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String client = request.getHeaders().get("X-Request-Id");
    Optional<String> shown =
        Optional.ofNullable(client == null ? request.getHeaders().get("X-Amzn-Trace-Id") : client);
    RequestId id = RequestId.of(shown, random);
    try {
      Reply reply = Cors.isPreflight(request.getMethod()) ? Cors.preflight() : reply(request, id);
      send(reply, id, request, response);
      callback.succeeded();
    } catch (EofException | ClientGone e) {
      LOG.debug("request {}: the client went away", id.both());
      callback.failed(e);
    } catch (IOException | RuntimeException e) {
      LOG.warn("request {}: sending the answer failed", id.both(), e);
      callback.failed(e);
    }
    return true;
  }

  /** Answers what Jetty refuses before anybody sees it: a request that cannot be read. */
  boolean refuse(Request request, Response response, Callback callback) {
    int status = Math.max(response.getStatus(), Status.BAD_REQUEST);
    RequestId id = RequestId.of(Optional.empty(), random);
    try {
      String sentence =
          status >= Status.INTERNAL_SERVER_ERROR ? INTERNAL_ERROR : "the request cannot be read";
      send(Problem.of(status, sentence).reply(), id, request, response);
      callback.succeeded();
    } catch (IOException | RuntimeException e) {
      callback.failed(e);
    }
    return true;
  }

  private Reply reply(Request request, RequestId id) throws ClientGone {
    try {
      return dispatcher.dispatch(request, id);
    } catch (ClientGone e) {
      throw e;
    } catch (EOFException e) {
      return Problem.badRequest("the body ended early").reply();
    } catch (Unavailable e) {
      LOG.warn("request {}: unavailable", id.both(), e);
      return Problem.of(Status.SERVICE_UNAVAILABLE, e.sentence())
          .reply()
          .header("Retry-After", String.valueOf(RETRY_AFTER_SECONDS));
    } catch (IOException | RuntimeException e) {
      if (isBrokenBody(e)) {
        return Problem.badRequest("the body could not be read to its end").reply();
      }
      LOG.error("request {}: {} failed", id.both(), request.getMethod(), e);
      return Problem.of(Status.INTERNAL_SERVER_ERROR, INTERNAL_ERROR).reply();
    }
  }

  /** Jetty reports a body that breaks off, or is wrongly chunked, as one of its own exceptions. */
  private static boolean isBrokenBody(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof EOFException
          || cause instanceof org.eclipse.jetty.http.HttpException
          || cause instanceof java.util.concurrent.TimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static void send(Reply reply, RequestId id, Request request, Response response)
      throws IOException {
    boolean isRead = reply.status() != Status.REQUEST_TIMEOUT && drain(request);
    if (!isRead) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    Reply shaped = OAuthError.shape(request.getHttpURI().getPath(), reply);
    response.setStatus(shaped.status());
    shaped.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
    response.getHeaders().put("X-Request-Id", id.shown());
    Cors.expose(response.getHeaders());
    boolean head = request.getMethod().equals("HEAD");
    switch (shaped.body()) {
      case Body.Empty _ -> sendEmpty(shaped.status(), head, response);
      case Body.Bytes(var bytes) -> sendBytes(bytes, head, response);
      case Body.Streamed streamed -> sendStream(streamed, head, response);
    }
    if (!isRead && reply.status() != Status.REQUEST_TIMEOUT) {
      linger(request);
    }
  }

  /**
   * Reads what a handler left, as far as that is worth it: some clients look for an answer only
   * when they have sent everything.
   *
   * @return whether nothing is left
   */
  private static boolean drain(Request request) {
    long most = HttpServer.DRAIN_LIMIT.bytes();
    return request.getLength() <= most && discard(request, most, NO_HURRY);
  }

  /**
   * Reads on behind the answer: a connection that is closed over unread bytes is reset, and the
   * answer is lost on a client that is still sending.
   */
  private static void linger(Request request) {
    discard(request, Long.MAX_VALUE, HttpServer.LINGER_TIME);
  }

  private static boolean discard(Request request, long most, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    // Not closed: that would end the connection.
    InputStream body = Content.Source.asInputStream(request);
    try {
      // Nearly always nothing is left, and no buffer needed.
      if (body.read() < 0) {
        return true;
      }
      byte[] buffer = new byte[DISCARDED_AT_ONCE];
      for (long left = most - 1; left > 0 && System.nanoTime() - end < 0; ) {
        int read = body.read(buffer);
        if (read < 0) {
          return true;
        }
        left -= read;
      }
    } catch (IOException _) {
      // The client is gone, or its body is broken: nothing of it can be read.
    }
    return false;
  }

  private static void sendEmpty(int status, boolean head, Response response) throws IOException {
    if (!head && status != Status.NO_CONTENT && status != Status.NOT_MODIFIED) {
      response.getHeaders().put(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, 0));
    }
    Content.Sink.write(response, true, org.eclipse.jetty.util.BufferUtil.EMPTY_BUFFER);
  }

  private static void sendBytes(byte[] bytes, boolean head, Response response) throws IOException {
    response
        .getHeaders()
        .put(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, bytes.length));
    var content =
        head ? org.eclipse.jetty.util.BufferUtil.EMPTY_BUFFER : java.nio.ByteBuffer.wrap(bytes);
    Content.Sink.write(response, true, content);
  }

  private static void sendStream(Body.Streamed body, boolean head, Response response)
      throws IOException {
    body.length()
        .ifPresent(length ->
            response
                .getHeaders()
                .put(new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, length)));
    if (head) {
      body.unused().run();
      Content.Sink.write(response, true, org.eclipse.jetty.util.BufferUtil.EMPTY_BUFFER);
      return;
    }
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      body.writer().writeTo(out);
    }
  }
}
