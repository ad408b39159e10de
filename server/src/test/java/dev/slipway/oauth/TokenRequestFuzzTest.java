package dev.slipway.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.xet.Fuzz;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * Changed bodies for the readers of the token endpoint; longer by {@code bench/soak/exchange-fuzz}.
 */
class TokenRequestFuzzTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String OBJECT =
      """
      {"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
       "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
       "subject_token": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
       "resource": "acme/m", "scope": null, "x": [1, {"y": -1.5e7}], "é\\u0000": "\\ud83d\\ude00"}
      """;

  private static final String FORM =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange"
          + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aid_token"
          + "&subject_token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln&resource=acme%2Fm"
          + "&scope=&%C3%A9+x=%F0%9F%98%80&flag";

  private static Stream<byte[]> seeds(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(UTF_8));
  }

  @Test
  void json_is_read_or_refused() {
    Fuzz.attack(
        seeds(OBJECT, "{}", "[]", "null", "{\"a\":\"b\",\"a\":\"b\"}", "[".repeat(100)),
        body -> check(TokenRequest.ofJson(body)));
  }

  @Test
  void a_form_is_read_or_refused() {
    Fuzz.attack(
        seeds(FORM, "", "a=b&a=c", "%", "=&=", "a=%C3"), body -> check(TokenRequest.ofForm(body)));
  }

  /** What was read has one meaning, and shows none of it. */
  private static void check(Parsed<TokenRequest> parsed) {
    if (parsed instanceof Value<TokenRequest>(var request)) {
      Map<String, String> parameters = request.parameters();
      assertThat(request.toString()).isEqualTo("TokenRequest" + parameters.keySet());
      boolean isText =
          parameters.entrySet().stream()
              .allMatch(each -> isText(each.getKey()) && isText(each.getValue()));
      if (isText) {
        assertThat(TokenRequest.ofJson(JSON.writeValueAsBytes(parameters)))
            .isEqualTo(Parsed.of(request));
      }
    }
  }

  /** Half a surrogate pair cannot be written down in UTF-8. */
  private static boolean isText(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
