package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletedMeanwhileTest {

  /** Of the five bytes {@code hello}. */
  private static final String HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void answers_404_to_an_object_of_a_repository_that_is_gone() throws Exception {
    RepoId id = hub.model(alice, "alice/objects");
    var batch =
        hub.post(
            alice,
            "/alice/objects.git/info/lfs/objects/batch",
            """
            {"operation": "upload", "objects": [{"oid": "%s", "size": 5}]}
            """
                .formatted(HELLO));
    String address =
        json(batch).at("/objects/0/actions/upload/href").asString().substring(hub.url().length());

    String answer = sendWhileDeleting(id, "PUT " + address, "hel", "lo");

    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("X-Error-Code: RepoNotFound");
  }

  @Test
  void answers_404_to_a_commit_to_a_repository_that_is_gone() throws Exception {
    RepoId id = hub.model(alice, "alice/commits");
    String header = "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n";
    String file = "{\"key\": \"file\", \"value\": {\"path\": \"a\", \"content\": \"\"}}\n";

    String call = "POST " + id.apiPath() + "/commit/main";
    String answer = sendWhileDeleting(id, call, header, file);

    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("X-Error-Code: RepoNotFound");
  }

  /**
   * Sends the beginning of a body, has the repository deleted when the hub reads it, and sends the
   * rest. By hand: Java's client holds a body back until it has more of it.
   */
  private static String sendWhileDeleting(RepoId id, String call, String begin, String rest)
      throws Exception {
    URI uri = URI.create(hub.url());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String head =
          """
          %s HTTP/1.1\r
          Host: localhost\r
          %sConnection: close\r
          Content-Type: application/x-ndjson\r
          Content-Length: %d\r
          \r
          """
              .formatted(
                  call,
                  call.startsWith("POST") ? "Authorization: Bearer " + alice + "\r\n" : "",
                  begin.length() + rest.length());
      socket.getOutputStream().write((head + begin).getBytes(UTF_8));
      awaitReading(call.startsWith("PUT") ? Duration.ofSeconds(20) : Duration.ofSeconds(1));
      delete(id);
      socket.getOutputStream().write(rest.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** An object shows in the staging folder; of a commit nothing shows before its end. */
  private static void awaitReading(Duration most) throws Exception {
    Instant end = Instant.now().plus(most);
    for (boolean isSeen = false; !isSeen && Instant.now().isBefore(end); Thread.sleep(20)) {
      try (Stream<Path> files = Files.list(folder.resolve("blobs/.staging"))) {
        isSeen = files.findAny().isPresent();
      }
    }
  }

  private static void delete(RepoId id) {
    hub.send(
        alice,
        "/api/repos/delete",
        request ->
            request
                .header("Content-Type", "application/json")
                .method(
                    "DELETE", BodyPublishers.ofString("{\"name\": \"" + id.fullName() + "\"}")));
  }
}
