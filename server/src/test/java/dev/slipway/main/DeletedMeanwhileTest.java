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

  private static final String HEADER = "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n";

  /** So long that the hub keeps the beginning of it in a file while it reads on. */
  private static final String LONG_FILE =
      "{\"key\": \"file\", \"value\": {\"path\": \"a\", \"content\": \"" + "x".repeat(200_000);

  private static final String LONG_END = "\"}}\n";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    String answer =
        send(
            "PUT " + address,
            "hel",
            "lo",
            () -> {
              awaitFile("blobs/.staging", "");
              delete(id);
            });

    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("X-Error-Code: RepoNotFound");
  }

  @Test
  void answers_404_to_a_commit_to_a_repository_that_is_gone() throws Exception {
    RepoId id = hub.model(alice, "alice/commits");

    String answer =
        send(
            "POST " + id.apiPath() + "/commit/main",
            HEADER + LONG_FILE,
            LONG_END,
            () -> {
              awaitFile("spool", "commit-");
              delete(id);
            });

    assertThat(answer).startsWith("HTTP/1.1 404 ").contains("X-Error-Code: RepoNotFound");
  }

  @Test
  void lands_no_commit_that_refers_to_a_file_that_was_deleted_meanwhile() throws Exception {
    RepoId id = hub.model(alice, "alice/files");
    String oid = new Shelf(hub, alice).writeLarge(id, "old.bin", "hello".getBytes(UTF_8));
    String tip = tip(id);
    String file =
        "{\"key\": \"lfsFile\", \"value\": {\"path\": \"new.bin\", \"oid\": \"" + oid + "\"}}\n";
    String call = "POST " + id.apiPath() + "/commit/main";

    String answer =
        send(
            call,
            HEADER + file + LONG_FILE,
            LONG_END,
            () -> {
              awaitFile("spool", "commit-");
              hub.post(
                  alice,
                  id.apiPath() + "/lfs-files/batch",
                  "{\"deletions\": {\"sha\": [\"" + oid + "\"]}}");
            });

    assertThat(answer).startsWith("HTTP/1.1 403 ").contains(oid + " was deleted");
    assertThat(tip(id)).isEqualTo(tip);
  }

  private static String tip(RepoId id) {
    return json(hub.get(alice, id.apiPath() + "/refs")).at("/branches/0/targetCommit").asString();
  }

  private interface Meanwhile {

    void happen() throws Exception;
  }

  /**
   * Sends the beginning of a body, lets something happen, and sends the rest. By hand: Java's
   * client holds a body back until it has more of it.
   */
  private static String send(String call, String begin, String rest, Meanwhile meanwhile)
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
      meanwhile.happen();
      socket.getOutputStream().write(rest.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  /** What is sent is read by now: it shows as a file of this name. */
  private static void awaitFile(String place, String name) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    boolean isSeen = false;
    while (!isSeen) {
      assertThat(Instant.now()).as("waiting for the hub to read").isBefore(end);
      try (Stream<Path> files = Files.list(folder.resolve(place))) {
        isSeen = files.anyMatch(file -> file.getFileName().toString().startsWith(name));
      }
      Thread.sleep(5);
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
