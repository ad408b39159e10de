package dev.slipway.main;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.contents.ContentsFeature;
import dev.slipway.main.XetClient.Part;
import dev.slipway.names.RepoId;
import dev.slipway.sql.EmbeddedDatabase;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One bit of a stored xorb has flipped. The clients would not notice. */
class XetDamageTest {

  private static final JsonNode UPLOAD = Vectors.caseNamed("random");
  private static final JsonNode FILE = UPLOAD.get("files").get(0);
  private static final byte[] CONTENT = VectorInput.of(FILE.get("input"));
  private static final String XORB = Vectors.text(UPLOAD.get("xorbs").get(0), "hash");

  /** In the chunk from byte 458032 of the body to 467585. */
  private static final int FLIPPED = 500_000;

  @TempDir private Path folder;
  private HubFixture hub;
  private XetClient xet;
  private RepoId model;
  private String alice = "";

  @BeforeEach
  void damage() throws Exception {
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);
    alice = hub.user("alice");
    model = hub.model(alice, "alice/m");
    xet.upload(xet.writing(alice, model), "random");
    String body =
        """
        {"key":"header","value":{"summary":"Add weights"}}
        {"key":"lfsFile","value":{"path":"w.bin","algo":"sha256","oid":"%s","size":%d}}
        """
            .formatted(Vectors.text(FILE, "sha256"), CONTENT.length);
    hub.post(
        alice,
        model.apiPath() + "/commit/main",
        "application/x-ndjson",
        BodyPublishers.ofString(body));
    flip(FLIPPED);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void flip(int at) throws IOException {
    Path file =
        folder
            .resolve("blobs/xorbs")
            .resolve(XORB.substring(0, 2))
            .resolve(XORB.substring(2, 4))
            .resolve(XORB);
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private HttpResponse<byte[]> resolve(String range) {
    return hub.send(
        alice,
        "/" + model.path() + "/resolve/main/w.bin",
        request -> request.header("Range", range).GET(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void resolve_does_not_give_it_out() {
    assertThatThrownBy(() -> resolve("bytes=0-")).isInstanceOf(UncheckedIOException.class);
    assertThat(resolve("bytes=0-400000").body()).isEqualTo(Arrays.copyOf(CONTENT, 400_001));
  }

  @Test
  void neither_does_a_signed_address() {
    Part part = xet.plan(xet.reading(alice, model), Vectors.text(FILE, "file_hash")).firstPart();

    assertThatThrownBy(() -> xet.fetch(part.url(), part.first(), part.last()))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(xet.fetch(part.url(), FLIPPED - 10, FLIPPED + 10).statusCode()).isEqualTo(500);
    assertThat(xet.fetch(part.url(), 10, 400_000).body()).hasSize(399_991);
  }

  @Test
  void reading_it_tells_the_operator_and_sending_it_again_mends_it() throws IOException {
    assertThatThrownBy(() -> resolve("bytes=0-")).isInstanceOf(UncheckedIOException.class);
    assertThat(damaged()).hasSize(1);

    xet.upload(xet.writing(alice, model), "random");

    assertThat(damaged()).isEmpty();
    assertThat(resolve("bytes=0-").body()).isEqualTo(CONTENT);
  }

  /** What {@code slipway doctor} tells. */
  private List<String> damaged() {
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      var blobs = new FolderBlobStore(folder.resolve("blobs"), InstantSource.system());
      return new ContentsFeature(database, blobs, InstantSource.system()).scrub().damaged();
    }
  }

  @Test
  void sending_it_again_mends_an_index_that_nobody_can_read() throws IOException {
    hub.close();
    flip(CONTENT.length + 300);
    hub = HubFixture.start(folder);
    xet = new XetClient(hub);

    xet.upload(xet.writing(alice, model), "random");

    assertThat(resolve("bytes=0-").body()).isEqualTo(CONTENT);
  }

  @Test
  void the_scrub_names_it() {
    assertThat(scrub()).hasSize(1);
    assertThat(scrub().getFirst()).startsWith(XORB);
  }

  @Test
  void the_scrub_is_content_when_it_is_mended() throws IOException {
    scrub();

    flip(FLIPPED);

    assertThat(scrub()).isEmpty();
  }

  /** Reads everything over beside the hub, a while later. */
  private List<String> scrub() {
    InstantSource later = () -> Instant.now().plus(Duration.ofSeconds(1));
    try (var database = EmbeddedDatabase.open(folder.resolve("slipway.db"))) {
      var blobs = new FolderBlobStore(folder.resolve("blobs"), later);
      return new ContentsFeature(database, blobs, later).scrub().all();
    }
  }

  @Test
  void a_shard_that_names_it_is_not_taken() {
    hub.write(tx -> tx.handle().execute("DELETE FROM xet_file"));
    String store = xet.writing(alice, hub.model(alice, "alice/second"));

    var answer = xet.postShard(store, Vectors.file("shards/random-0.shard"));

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(xet.reconstruction(store, "v2", Vectors.text(FILE, "file_hash"), "").statusCode())
        .isEqualTo(404);
  }
}
