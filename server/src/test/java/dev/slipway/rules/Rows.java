package dev.slipway.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.main.AttackHub;
import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import dev.slipway.rules.Row.Attack;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Rows of attacks, written one after another. */
final class Rows {

  private final List<Row> rows = new ArrayList<>();

  List<Row> list() {
    return rows;
  }

  /** An attack of any kind. */
  void attack(String rule, String sentence, Expected expected, Act act) {
    rows.add(new Attack(rule, sentence, expected, act));
  }

  /** A token of a job of GitHub's, changed. */
  void token(String rule, String sentence, Expected expected, UnaryOperator<Token> change) {
    attack(rule, sentence, expected, of(Provider.GITHUB, change));
  }

  /** A token of somebody else's, changed. */
  static Act of(Provider provider, UnaryOperator<Token> change) {
    return hub -> change.apply(new Token(hub, provider)).send();
  }

  /** A request to the token endpoint, whatever it is. */
  static Act post(String contentType, String body) {
    return request("POST", "/oauth/token", contentType, body);
  }

  /** Any request of nobody. */
  static Act request(String method, String path, String contentType, String body) {
    return hub ->
        Answer.of(
            hub.send(
                Holder.NOBODY,
                method,
                path,
                Map.of("Content-Type", contentType),
                body.getBytes(UTF_8)));
  }

  /** A request with JSON of somebody. */
  static Act as(Holder holder, String method, String path, String json) {
    return hub ->
        Answer.of(
            hub.send(
                holder,
                method,
                path,
                Map.of("Content-Type", "application/json"),
                json.getBytes(UTF_8)));
  }

  /** A request to the token endpoint with headers that no client would write. */
  static Answer byHand(AttackHub hub, String headers, byte[] body) throws IOException {
    String head =
        "POST /oauth/token HTTP/1.1\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + (headers + "Content-Length: " + body.length + "\r\n\r\n");
    URI address = URI.create(hub.url());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      request.write(head.getBytes(UTF_8));
      request.write(body);
      socket.getOutputStream().write(request.toByteArray());
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      String json = answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1);
      return new Answer(Integer.parseInt(answer.split(" ", 3)[1]), json);
    }
  }
}
