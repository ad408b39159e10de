package bench.exchange;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One connection that is kept: a request goes out, its answer comes in, then the next may go. */
final class Connection {

  private static final int ANSWER_BYTES = 64 * 1024;
  private static final int UNKNOWN = -1;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final ByteBuffer in = ByteBuffer.allocate(ANSWER_BYTES);
  private ByteBuffer out = ByteBuffer.allocate(0);
  private long sentAt;
  private int bodyAt = UNKNOWN;
  private int end = UNKNOWN;
  private boolean isBusy;

  /** Connects to {@code port} on loopback, from a loopback address. */
  Connection(Selector selector, String from, int port) throws IOException {
    channel = SocketChannel.open();
    channel.bind(new InetSocketAddress(from, 0));
    channel.connect(new InetSocketAddress("127.0.0.1", port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    key = channel.register(selector, SelectionKey.OP_READ, this);
  }

  boolean isBusy() {
    return isBusy;
  }

  void send(byte[] request) throws IOException {
    isBusy = true;
    in.clear();
    bodyAt = UNKNOWN;
    end = UNKNOWN;
    out = ByteBuffer.wrap(request);
    sentAt = System.nanoTime();
    write();
  }

  /** Sends what is left of the request. */
  void write() throws IOException {
    channel.write(out);
    key.interestOps(out.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  /** Takes what came; the status once the answer is there, else zero. */
  int read() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the server hung up");
    }
    if (end == UNKNOWN) {
      findEnd();
    }
    boolean isWhole = end == UNKNOWN ? bodyAt != UNKNOWN && isLastChunk() : in.position() >= end;
    if (!isWhole) {
      return 0;
    }
    isBusy = false;
    return Integer.parseInt(text(9, 12));
  }

  long nanos() {
    return System.nanoTime() - sentAt;
  }

  /** The answer's body, for a message. */
  String body() {
    return text(bodyAt, in.position());
  }

  private void findEnd() {
    for (int i = 3; bodyAt == UNKNOWN && i < in.position(); i++) {
      if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
        bodyAt = i + 1;
      }
    }
    if (bodyAt == UNKNOWN) {
      return;
    }
    String head = text(0, bodyAt).toLowerCase(Locale.ROOT);
    int length = head.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      int from = length + "\r\ncontent-length:".length();
      end = bodyAt + Integer.parseInt(head.substring(from, head.indexOf('\r', from)).strip());
    } else if (!head.contains("\r\ntransfer-encoding: chunked")) {
      end = bodyAt;
    }
  }

  private boolean isLastChunk() {
    return in.position() >= bodyAt + 5 && text(in.position() - 5, in.position()).equals("0\r\n\r\n");
  }

  private String text(int from, int to) {
    return new String(in.array(), from, to - from, StandardCharsets.US_ASCII);
  }

  void close() throws IOException {
    channel.close();
  }
}
