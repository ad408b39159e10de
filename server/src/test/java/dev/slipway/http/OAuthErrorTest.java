package dev.slipway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuthErrorTest {

  private static String body(Reply reply) {
    return reply.body() instanceof Body.Bytes(var bytes) ? new String(bytes, UTF_8) : "";
  }

  private static List<String> values(Reply reply, String name) {
    return reply.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Reply.Header::value)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "405, invalid_request",
    "408, invalid_request",
    "413, invalid_request",
    "415, invalid_request",
    "429, temporarily_unavailable",
    "500, server_error",
    "503, temporarily_unavailable"
  })
  void says_what_went_wrong_in_the_words_of_oauth(int status, String error) {
    Reply problem = Problem.of(status, "a \"reason\"").reply().header("Retry-After", "7");

    Reply shaped = OAuthError.shape("/oauth/token", problem);

    assertThat(shaped.status()).isEqualTo(status);
    assertThat(body(shaped))
        .isEqualTo("{\"error\":\"" + error + "\",\"error_description\":\"a ?reason?\"}");
    assertThat(values(shaped, "Cache-Control")).containsExactly("no-store");
    assertThat(values(shaped, "Retry-After")).containsExactly("7");
    assertThat(values(shaped, "Content-Type")).hasSize(1);
  }

  @Test
  void leaves_other_addresses_and_good_answers_alone() {
    Reply problem = Problem.of(500, "x").reply();
    Reply granted = Reply.json("granted");

    assertThat(OAuthError.shape("/api/models", problem)).isSameAs(problem);
    assertThat(OAuthError.shape("/oauth/token", granted)).isSameAs(granted);
  }
}
