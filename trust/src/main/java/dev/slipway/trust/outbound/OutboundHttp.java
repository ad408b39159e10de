package dev.slipway.trust.outbound;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches one small document with HTTP/1.1. A name is resolved once, every address it has is
 * judged, and the socket is opened to one of those very addresses, so that a second answer of the
 * name server changes nothing. No redirects, no proxies, no cookies, no credentials, no
 * compression; at most {@value #MAX_BYTES} bytes; TLS 1.2 or later with the certificate checked
 * against the name. Thread-safe.
 *
 * <p>Written over sockets because the JDK's client resolves names by itself.
 */
public final class OutboundHttp {

  /** Largest body, in bytes. */
  public static final int MAX_BYTES = 256 * 1024;

  /** How long connecting may take, for each address tried. */
  public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** How long everything may take: resolving, connecting, the handshake, the last byte. */
  public static final Duration TOTAL_TIMEOUT = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(OutboundHttp.class);

  private final Resolver resolver;
  private final Duration total;

  /** A client that asks the system's name servers. */
  public OutboundHttp() {
    this(InetAddress::getAllByName, TOTAL_TIMEOUT);
  }

  OutboundHttp(Resolver resolver, Duration total) {
    this.resolver = resolver;
    this.total = total;
  }

  /** Finds all addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  /** Fetches {@code target} with GET; blocks until it is there, failed, or out of time. */
  public Fetched get(Target target, Reach reach) {
    AtomicReference<Socket> open = new AtomicReference<>();
    FutureTask<Fetched> fetch = new FutureTask<>(() -> fetch(target, reach, open));
    // On a thread of its own, since resolving a name cannot be given a time limit.
    Thread.ofVirtual().name("outbound").start(fetch);
    try {
      return fetch.get(total.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return new Fetched.Failed(Fetched.Problem.TIMEOUT);
    } catch (ExecutionException e) {
      // A bug, but one that must not keep other issuers' keys from being refreshed.
      LOG.error("fetching from {}", target.host(), e.getCause());
      return new Fetched.Failed(Fetched.Problem.UNREACHABLE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Failed(Fetched.Problem.TIMEOUT);
    } finally {
      fetch.cancel(true);
      Optional.ofNullable(open.get()).ifPresent(OutboundHttp::close);
    }
  }

  private Fetched fetch(Target target, Reach reach, AtomicReference<Socket> open) {
    try {
      InetAddress[] addresses = resolver.resolve(target.host());
      for (InetAddress address : addresses) {
        if (!AddressTable.allows(address, reach)) {
          return new Fetched.Failed(Fetched.Problem.FORBIDDEN_ADDRESS);
        }
      }
      Socket plain = connect(addresses, target.port(), open);
      try (Socket socket = target.secure() ? Tls.over(plain, target, reach) : plain) {
        socket.getOutputStream().write(request(target));
        socket.getOutputStream().flush();
        return HttpAnswer.read(socket.getInputStream(), MAX_BYTES);
      }
    } catch (UnknownHostException _) {
      return new Fetched.Failed(Fetched.Problem.UNKNOWN_HOST);
    } catch (SSLException _) {
      return new Fetched.Failed(Fetched.Problem.TLS);
    } catch (SocketTimeoutException _) {
      return new Fetched.Failed(Fetched.Problem.TIMEOUT);
    } catch (IOException _) {
      return new Fetched.Failed(Fetched.Problem.UNREACHABLE);
    }
  }

  private Socket connect(InetAddress[] addresses, int port, AtomicReference<Socket> open)
      throws IOException {
    IOException last = new UnknownHostException("no address");
    for (InetAddress address : addresses) {
      Socket socket = new Socket(Proxy.NO_PROXY);
      open.set(socket);
      try {
        socket.connect(new InetSocketAddress(address, port), (int) CONNECT_TIMEOUT.toMillis());
        socket.setSoTimeout((int) total.toMillis());
        return socket;
      } catch (IOException e) {
        close(socket);
        last = e;
      }
    }
    throw last;
  }

  private static byte[] request(Target target) {
    return ("GET "
            + target.path()
            + " HTTP/1.1\r\n"
            + "Host: "
            + target.authority()
            + "\r\n"
            + "User-Agent: Slipway\r\n"
            + "Accept: application/json\r\n"
            + "Accept-Encoding: identity\r\n"
            + "Connection: close\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Closing is how a fetch is given up; what it had to say no longer matters.
    }
  }
}
