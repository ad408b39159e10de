package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;

/** A request that was let in, and whose body has not come yet. */
final class SlowRequest implements AutoCloseable {

  private final Socket socket;
  private final BufferedReader answer;
  private final byte[] body;

  private SlowRequest(Socket socket, byte[] body) throws IOException {
    this.socket = socket;
    this.body = body;
    this.answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
  }

  /** Sends everything but the body, and waits until the hub asks for that. */
  static SlowRequest begin(HubFixture hub, String token, String line, String body)
      throws IOException {
    return begin(hub, token, line, "application/json", body.getBytes(UTF_8));
  }

  static SlowRequest begin(
      HubFixture hub, String token, String line, String contentType, byte[] body)
      throws IOException {
    URI uri = URI.create(hub.url());
    SlowRequest request = new SlowRequest(new Socket(uri.getHost(), uri.getPort()), body);
    String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    request.write(
        (line
                + " HTTP/1.1\r\nHost: "
                + uri.getAuthority()
                + "\r\n"
                + authorization
                + "Content-Type: "
                + contentType
                + "\r\nContent-Length: "
                + body.length
                + "\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n")
            .getBytes(UTF_8));
    String first = request.answer.readLine();
    if (!first.startsWith("HTTP/1.1 100")) {
      throw new IllegalStateException(first);
    }
    request.answer.readLine();
    return request;
  }

  private void write(byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  /** Sends the body, and gives the status of the answer and what is in it. */
  String finish() throws IOException {
    write(body);
    String all = String.join("\n", answer.lines().toList());
    return all.substring("HTTP/1.1 ".length());
  }

  /** The status of the answer, once the body was sent. */
  int status() throws IOException {
    return Integer.parseInt(finish().substring(0, 3));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
