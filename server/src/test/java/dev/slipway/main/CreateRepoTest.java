package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateRepoTest {

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

  private static HttpResponse<String> create(String name, String members) {
    return hub.post(
        alice, "/api/repos/create", "{\"name\": \"alice/" + name + "\", " + members + "}");
  }

  private static String text(String address) {
    return hub.get(alice, address).body();
  }

  @Test
  void puts_files_and_the_license_into_the_first_commit() {
    var answer =
        create(
            "with-files",
            """
            "license": "apache-2.0", "files": [
              {"path": "config/a.json", "content": "e30=", "encoding": "base64"},
              {"path": "notes.txt", "content": "h\\u00e4", "encoding": "utf-8"}]
            """);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(text("/alice/with-files/resolve/main/config/a.json")).isEqualTo("{}");
    assertThat(text("/alice/with-files/resolve/main/notes.txt")).isEqualTo("h\u00e4");
    assertThat(text("/alice/with-files/resolve/main/README.md"))
        .isEqualTo("---\nlicense: apache-2.0\n---\n");
    assertThat(text("/alice/with-files/resolve/main/.gitattributes")).startsWith("*.7z ");
    assertThat(json(hub.get(alice, "/api/models/alice/with-files/commits/main"))).hasSize(1);
  }

  @Test
  void adds_what_a_readme_does_not_say() {
    create(
        "space",
        """
        "type": "space", "sdk": "static", "license": "mit", "files": [{"path": "README.md",
        "content": "---\\ntitle: Mine\\nlicense: other\\n---\\n# Mine\\n"}]
        """);

    assertThat(text("/spaces/alice/space/raw/main/README.md"))
        .startsWith("---\nemoji: ")
        .contains("sdk: \"static\"\n")
        .endsWith("title: Mine\nlicense: other\n---\n# Mine\n")
        .doesNotContain("license: mit");
  }

  @Test
  void puts_the_license_into_the_readme_of_a_space() {
    create("licensed", "\"type\": \"space\", \"sdk\": \"gradio\", \"license\": \"mit\"");

    assertThat(text("/spaces/alice/licensed/raw/main/README.md"))
        .startsWith("---\ntitle: \"licensed\"\n")
        .endsWith("license: mit\n---\n");
  }

  @Test
  void leaves_the_name_alone_that_still_leads_to_a_repository() {
    create("before", "\"private\": true");
    String move = "{\"fromRepo\": \"alice/before\", \"toRepo\": \"alice/after\"}";
    hub.post(alice, "/api/repos/move", move);

    var answer = create("before", "\"private\": false");

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("url").asString()).isEqualTo(hub.url() + "/alice/after");
  }

  @Test
  void knows_protected_spaces_alone() {
    assertThat(create("protected", "\"visibility\": \"protected\"").statusCode()).isEqualTo(400);
    create("space-p", "\"type\": \"space\", \"sdk\": \"static\", \"visibility\": \"protected\"");

    assertThat(json(hub.get(alice, "/api/spaces/alice/space-p")).get("visibility").asString())
        .isEqualTo("private");
    assertThat(settings("/api/spaces/alice/space-p", "\"visibility\": \"protected\""))
        .isEqualTo(200);
    hub.model(alice, "alice/settings");
    String model = "/api/models/alice/settings";
    assertThat(settings(model, "\"visibility\": \"protected\"")).isEqualTo(400);
    assertThat(settings(model, "\"gatedNotificationsMode\": \"never\"")).isEqualTo(400);
    assertThat(settings(model, "\"gatedNotificationsMode\": \"real-time\"")).isEqualTo(200);
    assertThat(json(hub.get(alice, model)).get("visibility").asString()).isEqualTo("public");
  }

  private static int settings(String api, String members) {
    return hub.send(
            alice,
            api + "/settings",
            request ->
                request
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString("{" + members + "}")))
        .statusCode();
  }

  @Test
  void says_that_a_discussion_is_not_there() {
    hub.model(alice, "alice/quiet");

    assertThat(hub.get(alice, "/api/models/alice/quiet/discussions/1?diff=1").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"files\": 1",
        "\"files\": [null]",
        "\"files\": [{\"path\": \"a\"}]",
        "\"files\": [{\"path\": \"a\", \"content\": 1}]",
        "\"files\": [{\"path\": \"../a\", \"content\": \"\"}]",
        "\"files\": [{\"path\": \".git/config\", \"content\": \"\"}]",
        "\"files\": [{\"path\": \"a\", \"content\": \"%\", \"encoding\": \"base64\"}]",
        "\"files\": [{\"path\": \"a\", \"content\": \"\", \"encoding\": \"x\"}]",
        "\"files\": [{\"path\": \"a\", \"content\": \"\"}, {\"path\": \"a/b\", \"content\": \"\"}]",
        "\"files\": [{\"path\": \".gitattributes/b\", \"content\": \"\"}]",
        "\"files\": [{\"path\": \"a\", \"content\": \"\"}, {\"path\": \"a\", \"content\": \"\"}]",
        "\"license\": 1",
        "\"license\": \"a: b\"",
      })
  void makes_nothing_of_what_it_refuses(String members) {
    var answer = create("refused", members);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(hub.get(alice, "/api/models/alice/refused").statusCode()).isEqualTo(404);
  }
}
