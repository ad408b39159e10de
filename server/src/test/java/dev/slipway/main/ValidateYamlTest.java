package dev.slipway.main;

import static dev.slipway.main.HubFixture.NOBODY;
import static dev.slipway.main.HubFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateYamlTest {

  private static final String PATH = "/api/validate-yaml";

  @TempDir private static Path folder;
  private static HubFixture hub;

  @BeforeAll
  static void start() throws Exception {
    hub = HubFixture.start(folder);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  @Test
  void has_nothing_to_say_about_a_good_card() {
    var answer =
        hub.post(
            NOBODY,
            PATH,
            """
            {"content": "---\\nlicense: mit\\n---\\n# model\\n", "repoType": "model"}\
            """);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).toString())
        .isIn("{\"errors\":[],\"warnings\":[]}", "{\"warnings\":[],\"errors\":[]}");
  }

  @Test
  void warns_of_what_is_missing_and_lets_it_pass() {
    var answer = hub.post(NOBODY, PATH, "{\"content\": \"# model\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("warnings").get(0).get("message").asString())
        .contains("empty or missing yaml metadata");
  }

  @Test
  void refuses_yaml_that_is_wrong_in_the_same_shape() {
    var answer =
        hub.post(NOBODY, PATH, "{\"content\": \"---\\na: [b\\n---\\n\", \"repoType\": \"space\"}");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("errors").get(0).get("message").asString()).contains("line");
    assertThat(json(answer).get("warnings").isArray()).isTrue();
    assertThat(json(answer).get("error").isString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{", "{\"content\": 7}", "{\"content\": \"\", \"repoType\": \"x\"}"})
  void answers_json_to_what_is_no_question(String body) {
    var answer = hub.post(NOBODY, PATH, body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").isString()).isTrue();
  }

  @Test
  void answers_json_to_a_wrong_token() {
    var answer = hub.post("hf_wrong", PATH, "{\"content\": \"\"}");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(json(answer).isObject()).isTrue();
  }

  @Test
  void looks_at_the_beginning_of_a_long_readme_alone() {
    String content = "---\\nlicense: mit\\n---\\n" + "x".repeat(9_000_000);

    var answer = hub.post(NOBODY, PATH, "{\"content\": \"" + content + "\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(json(answer).get("warnings")).isEmpty();
  }
}
