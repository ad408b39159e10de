package bench.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Whole requests as bytes, and files of them, so that sending one costs nothing but the sending. */
final class Requests {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Requests() {}

  /** What {@code hf} sends. */
  static byte[] exchange(String idToken, String resource) {
    return post(
        "/oauth/token",
        "application/json",
        JSON.writeValueAsString(
            Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token_type", "urn:ietf:params:oauth:token-type:id_token",
                "subject_token", idToken,
                "resource", resource)));
  }

  static byte[] post(String path, String type, String body) {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
            + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
    return join(head.getBytes(UTF_8), bytes);
  }

  static byte[] get(String path, String token) {
    String credentials = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + credentials + "\r\n")
        .getBytes(UTF_8);
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] all = new byte[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  static Path write(Path file, List<byte[]> requests) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(requests.size());
      for (byte[] request : requests) {
        out.writeInt(request.length);
        out.write(request);
      }
    }
    return file;
  }

  static List<byte[]> read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(all))) {
      int count = in.readInt();
      List<byte[]> requests = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        requests.add(in.readNBytes(in.readInt()));
      }
      return requests;
    }
  }
}
