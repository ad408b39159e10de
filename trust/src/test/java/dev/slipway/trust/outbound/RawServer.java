package dev.slipway.trust.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that answers whatever a test wants, proper HTTP or not. */
final class RawServer implements AutoCloseable {

  private final ServerSocket server;
  private final Answer answer;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What to send once a request has come. */
  interface Answer {
    void to(OutputStream out) throws IOException;
  }

  RawServer(Answer answer) {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answer = answer;
    Thread.ofVirtual().start(this::serve);
  }

  static RawServer sending(String answer) {
    return new RawServer(out -> out.write(answer.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        requests.add(head(socket.getInputStream()));
        answer.to(socket.getOutputStream());
        socket.getOutputStream().flush();
      } catch (IOException _) {
        // The client has seen enough, or the test is over.
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        break;
      }
      head.append((char) c);
    }
    return head.toString();
  }

  int port() {
    return server.getLocalPort();
  }

  List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
