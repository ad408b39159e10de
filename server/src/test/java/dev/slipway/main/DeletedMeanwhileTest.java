package dev.slipway.main;

import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
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
  void answers_404_to_an_object_of_a_repository_that_is_gone() {
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

    var answer = hub.send("", address, request -> request.PUT(whileDeleting(id, "hel", "lo")));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  @Test
  void answers_404_to_a_commit_to_a_repository_that_is_gone() {
    RepoId id = hub.model(alice, "alice/commits");
    String header = "{\"key\": \"header\", \"value\": {\"summary\": \"s\"}}\n";
    String file = "{\"key\": \"file\", \"value\": {\"path\": \"a\", \"content\": \"\"}}\n";

    HttpResponse<String> answer =
        hub.post(
            alice,
            id.apiPath() + "/commit/main",
            "application/x-ndjson",
            whileDeleting(id, header, file));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
    assertThat(header(answer, "X-Error-Code")).isEqualTo("RepoNotFound");
  }

  /** Sends the beginning, has the repository deleted once the hub reads, and sends the rest. */
  private static BodyPublisher whileDeleting(RepoId id, String begin, String rest) {
    InputStream deletion =
        new InputStream() {
          private boolean isDone;

          @Override
          public int read() {
            if (!isDone) {
              isDone = true;
              awaitBeginning(id);
              delete(id);
            }
            return -1;
          }
        };
    List<InputStream> parts = List.of(bytes(begin), deletion, bytes(rest));
    return BodyPublishers.ofInputStream(
        () -> new SequenceInputStream(Collections.enumeration(parts)));
  }

  /** Until the hub has opened what the bytes go to; a commit says nothing of that. */
  private static void awaitBeginning(RepoId id) {
    try {
      boolean isCommit = id.fullName().equals("alice/commits");
      Instant end = Instant.now().plusMillis(isCommit ? 500 : 10_000);
      while (Instant.now().isBefore(end) && (isCommit || isEmpty("blobs/.staging"))) {
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isEmpty(String name) {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
