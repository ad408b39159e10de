package dev.slipway.http;

import dev.slipway.names.ByteCount;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The listening socket. One virtual thread a request; bodies are never buffered whole. */
public final class HttpServer implements AutoCloseable {

  /** Longest wait for requests in flight once no new ones are taken. */
  public static final Duration FINISH_WITHIN = Duration.ofSeconds(30);

  private static final int MAX_REQUEST_HEADER_BYTES = 64 * 1024;

  /** An address of the longest request, and a cursor behind it, fit into {@code Link}. */
  private static final int MAX_RESPONSE_HEADER_BYTES = 2 * MAX_REQUEST_HEADER_BYTES;

  private static final int OUTPUT_BUFFER_BYTES = 64 * 1024;
  private static final int PLATFORM_THREADS = 16;
  private static final Duration IDLE = Duration.ofMinutes(5);

  /** A body that a handler left unread is read up to here, so that the client sees the answer. */
  static final ByteCount DRAIN_LIMIT = ByteCount.mib(32);

  /** What is still sent after that is read on for so long behind the answer, so that it arrives. */
  static final Duration LINGER_TIME = Duration.ofSeconds(10);

  private final Server server;
  private final ServerConnector connector;

  /** A server that will listen on {@code address}. */
  public HttpServer(InetSocketAddress address, Exchanges exchanges) {
    QueuedThreadPool threads = new QueuedThreadPool(PLATFORM_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(IDLE.toMillis());
    connector.setShutdownIdleTimeout(Duration.ofSeconds(1).toMillis());
    server.addConnector(connector);
    server.setHandler(exchanges);
    server.setErrorHandler(exchanges::refuse);
    server.setStopTimeout(FINISH_WITHIN.toMillis());
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_REQUEST_HEADER_BYTES);
    http.setMaxResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
    http.setOutputBufferSize(OUTPUT_BUFFER_BYTES);
    // Clients write whole paths into one segment, and file names contain percent signs and
    // backslashes;
    // RawPath splits before it decodes and refuses what navigates.
    http.setUriCompliance(
        UriCompliance.from(
            "RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT,"
                + "AMBIGUOUS_PATH_SEGMENT,AMBIGUOUS_PATH_PARAMETER,SUSPICIOUS_PATH_CHARACTERS,"
                + "ILLEGAL_PATH_CHARACTERS,UTF16_ENCODINGS,BAD_UTF8_ENCODING,BAD_PERCENT_ENCODING"));
    return http;
  }

  /**
   * Begins to listen.
   *
   * @throws java.io.IOException if the address is taken
   */
  public void start() throws java.io.IOException {
    try {
      server.start();
    } catch (java.io.IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new java.io.IOException("starting to listen", e);
    }
  }

  /** The port, which the system chose if it was configured as zero. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Takes no more requests and waits for those in flight, at most {@link #FINISH_WITHIN}. */
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("stopping to listen", e);
    }
  }
}
