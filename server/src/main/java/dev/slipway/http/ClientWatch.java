package dev.slipway.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Tells whether a client closed its connection while its request is worked on. Nobody reads from
 * the connection then, and the server itself learns of it only when it writes.
 */
final class ClientWatch {

  private ClientWatch() {}

  /**
   * Whether there is nobody any more. Reads nothing: what a client sent ahead stays where it is,
   * and hides that it left.
   */
  static boolean hasLeft(SocketChannel channel) {
    try (Selector selector = channel.provider().openSelector()) {
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      selector.selectNow();
      // Readable, and nothing is there to be read: that is its end.
      return key.isReadable() && channel.socket().getInputStream().available() == 0;
    } catch (ClosedChannelException _) {
      return true;
    } catch (IOException _) {
      return false; // not known, so that the work goes on
    }
  }
}
