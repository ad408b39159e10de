package dev.slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

  record BodyJson(@Nullable String name, @Nullable List<String> paths) {}

  private static <T> Parsed<T> read(String text, Class<T> type) {
    return Json.read(text.getBytes(UTF_8), type);
  }

  @Test
  void refuses_a_null_in_a_list_and_says_where() {
    assertThat(read("{\"paths\": [\"a\", null]}", BodyJson.class))
        .isEqualTo(Parsed.malformed("wrong JSON: a null in \"paths\""));
    assertThat(read("{\"paths\": null}", BodyJson.class))
        .isEqualTo(Parsed.of(new BodyJson(null, null)));
    assertThat(read("{\"name\": null}", Map.class)).isInstanceOf(Parsed.Value.class);
  }

  @Test
  void takes_the_last_of_a_name_that_stands_twice() {
    assertThat(read("{\"name\": \"a\", \"x\": 1, \"x\": 2, \"name\": \"b\"}", BodyJson.class))
        .isEqualTo(Parsed.of(new BodyJson("b", null)));
  }

  @Test
  void says_that_what_it_does_not_know_is_nested_too_deep() {
    String deep = "{\"x\": " + "[".repeat(65) + "]".repeat(65) + "}";

    assertThat(read(deep, BodyJson.class))
        .isEqualTo(
            Parsed.malformed(
                "the body is nested deeper than 64 levels, or has a name, a number or a text that"
                    + " is too long"));
  }
}
