package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.header;
import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.RepoId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

  private static final String API = "/api/models/alice/m/safetensors-metadata/";

  @TempDir private static Path folder;
  private static HubFixture hub;
  private static String alice;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
    alice = hub.user("alice");
    RepoId id = hub.model(alice, "alice/m");
    Shelf shelf = new Shelf(hub, alice);
    shelf.writeLarge(id, "sub/one.safetensors", file("{\"a\": {\"dtype\": \"F32\"}}   ", 100_000));
    shelf.writeLarge(id, "sub/two.safetensors", file("{\"b\": {\"dtype\": \"F16\"}}", 0));
    shelf.writeLarge(id, "broken.safetensors", file("no json", 10));
    shelf.writeLarge(id, "short.safetensors", new byte[] {1, 2, 3});
    shelf.write(
        id,
        Map.of(
            "sub/model.safetensors.index.json",
            """
            {"metadata": {"total_size": 7},
             "weight_map": {"a": "one.safetensors", "b": "two.safetensors"}}
            """,
            "broken.json",
            "{\"weight_map\": {\"a\": \"broken.safetensors\"}}",
            "short.json",
            "{\"weight_map\": {\"a\": \"short.safetensors\"}}",
            "missing.json",
            "{\"weight_map\": {\"a\": \"../x.safetensors\"}}",
            "none.json",
            "{}"));
  }

  private static byte[] file(String header, int more) {
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + more).order(ByteOrder.LITTLE_ENDIAN);
    return bytes.putLong(text.length).put(text).array();
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void gives_the_headers_of_all_files_of_an_index() {
    var answer = hub.get(NOBODY, API + "sub/model.safetensors.index.json");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(json(answer).at("/headers/one.safetensors/a/dtype").asString()).isEqualTo("F32");
    assertThat(json(answer).at("/headers/two.safetensors/b/dtype").asString()).isEqualTo("F16");
    assertThat(json(answer).at("/index/metadata/total_size").asInt()).isEqualTo(7);
    assertThat(header(answer, "X-Repo-Commit")).hasSize(40);
  }

  @Test
  void says_what_is_no_index_and_what_is_no_file_of_tensors() {
    assertThat(hub.get(NOBODY, API + "broken.json").statusCode()).isEqualTo(400);
    assertThat(hub.get(NOBODY, API + "short.json").statusCode()).isEqualTo(400);
    assertThat(hub.get(NOBODY, API + "none.json").statusCode()).isEqualTo(400);
    assertThat(hub.get(NOBODY, API + "missing.json").statusCode()).isEqualTo(404);
    assertThat(header(hub.get(NOBODY, API + "nothing.json"), "X-Error-Code"))
        .isEqualTo("EntryNotFound");
  }
}
