package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.UnverifiedToken.Reading;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules B1 to B6, and those of the header that need no key (C1, C4 to C7). */
class UnverifiedTokenTest {

  private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"rsa-1\"}";
  private static final String PAYLOAD = "{\"iss\":\"https://idp.acme.example\"}";
  private static final String GOOD = token(HEADER, PAYLOAD);

  private static String token(String header, String payload) {
    return SigningKey.encode(header) + "." + SigningKey.encode(payload) + ".c2ln";
  }

  private static Flaw flaw(String token) {
    return switch (UnverifiedToken.read(token)) {
      case Reading.Readable(var read) -> throw new AssertionError("was readable: " + read);
      case Reading.Unreadable(Flaw flaw) -> flaw;
    };
  }

  @Test
  void gives_issuer_key_and_algorithm() {
    var reading = UnverifiedToken.read(GOOD);

    assertThat(reading).isInstanceOf(Reading.Readable.class);
    UnverifiedToken token = ((Reading.Readable) reading).token();
    assertThat(token.issuer().text()).isEqualTo("https://idp.acme.example");
    assertThat(token.keyId()).contains("rsa-1");
    assertThat(token.algorithm()).isEqualTo("RS256");
  }

  @Test
  void does_not_print_itself() {
    String printed = ((Reading.Readable) UnverifiedToken.read(GOOD)).token().toString();

    assertThat(printed).isEqualTo("UnverifiedToken[https://idp.acme.example]");
  }

  static Stream<Arguments> shapes() {
    String header = SigningKey.encode(HEADER);
    String payload = SigningKey.encode(PAYLOAD);
    return Stream.of(
        Arguments.of("", Flaw.TOO_LARGE),
        Arguments.of("a".repeat(16 * 1024 + 1), Flaw.TOO_LARGE),
        Arguments.of(".".repeat(16 * 1024), Flaw.NOT_COMPACT),
        Arguments.of(".".repeat(1_000_000), Flaw.TOO_LARGE),
        Arguments.of("abc", Flaw.NOT_COMPACT),
        Arguments.of(header + "." + payload, Flaw.NOT_COMPACT),
        Arguments.of(header + "." + payload + ".a.b", Flaw.NOT_COMPACT),
        Arguments.of(header + ".a.b.c.d", Flaw.NOT_COMPACT),
        Arguments.of("." + payload + ".c2ln", Flaw.NOT_COMPACT),
        Arguments.of("{\"payload\":\"\",\"signatures\":[]}", Flaw.NOT_COMPACT),
        Arguments.of("Bearer " + GOOD, Flaw.NOT_CANONICAL),
        Arguments.of("\ufeff" + GOOD, Flaw.NOT_CANONICAL),
        Arguments.of(" " + GOOD, Flaw.NOT_CANONICAL),
        Arguments.of(GOOD + " ", Flaw.NOT_CANONICAL),
        Arguments.of(GOOD + "\n", Flaw.NOT_CANONICAL),
        Arguments.of(GOOD + "=", Flaw.NOT_CANONICAL),
        Arguments.of(header + "." + payload + ".c2l+", Flaw.NOT_CANONICAL),
        Arguments.of(header + "." + payload + ".c2l/", Flaw.NOT_CANONICAL),
        Arguments.of(header + "." + payload + ".c2lnYR", Flaw.NOT_CANONICAL),
        Arguments.of(header + "." + payload + ".c2lna", Flaw.NOT_CANONICAL),
        Arguments.of(header + "." + payload + ".c2\u00e9n", Flaw.NOT_CANONICAL),
        Arguments.of("\u0435yJ9." + payload + ".c2ln", Flaw.NOT_CANONICAL),
        Arguments.of(
            SigningKey.encode("{\"alg\":\"RS256\",\"x\":\"" + "y".repeat(4096) + "\"}")
                + "."
                + payload
                + ".c2ln",
            Flaw.TOO_LARGE));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void refuses_what_is_no_compact_canonical_jws(String token, Flaw expected) {
    assertThat(flaw(token)).isEqualTo(expected);
  }

  static Stream<Arguments> payloads() {
    return Stream.of(
        Arguments.of("[]", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("\"x\"", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("null", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{}", Flaw.ISSUER_MISSING),
        Arguments.of(PAYLOAD + "{}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of(PAYLOAD + " x", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("\ufeff" + PAYLOAD, Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{'iss':'x'}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"iss\":\"x\",}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"iss\":\"x\"/**/}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"exp\":NaN}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"exp\":Infinity}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"exp\":007}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"exp\":" + "1".repeat(33) + "}", Flaw.TOO_COMPLEX),
        Arguments.of("{\"exp\":1." + "1".repeat(33) + "}", Flaw.TOO_COMPLEX),
        Arguments.of("{\"a\":\"\\ud800\"}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"a\":\"line\nfeed\"}", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"iss\":\"a\",\"iss\":\"b\"}", Flaw.DUPLICATE_MEMBER),
        Arguments.of("{\"iss\":\"a\",\"\\u0069ss\":\"b\"}", Flaw.DUPLICATE_MEMBER),
        Arguments.of("{\"a\":{\"b\":1,\"b\":1}}", Flaw.DUPLICATE_MEMBER),
        Arguments.of("{\"a\":[{\"b\":null,\"b\":null}]}", Flaw.DUPLICATE_MEMBER),
        Arguments.of("{\"a\":" + "[".repeat(16) + "]".repeat(16) + "}", Flaw.TOO_COMPLEX),
        Arguments.of("{\"a\":" + "[".repeat(12_000), Flaw.TOO_COMPLEX),
        Arguments.of(members(201), Flaw.TOO_COMPLEX),
        Arguments.of("{\"iss\":7}", Flaw.ISSUER_TYPE),
        Arguments.of("{\"iss\":null}", Flaw.ISSUER_TYPE),
        Arguments.of("{\"iss\":[\"https://idp.acme.example\"]}", Flaw.ISSUER_TYPE),
        Arguments.of("{\"iss\":\"\"}", Flaw.ISSUER_TYPE),
        Arguments.of("{\"iss\":\"https://idp acme\"}", Flaw.ISSUER_TYPE),
        Arguments.of("{\"iss\":\"" + "i".repeat(256) + "\"}", Flaw.ISSUER_TYPE));
  }

  private static String members(int count) {
    StringBuilder json = new StringBuilder("{\"iss\":\"x\"");
    for (int i = 1; i < count; i++) {
      json.append(",\"m").append(i).append("\":0");
    }
    return json.append('}').toString();
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void refuses_payloads_that_two_readers_could_read_differently(String payload, Flaw expected) {
    assertThat(flaw(token(HEADER, payload))).isEqualTo(expected);
  }

  @Test
  void reads_as_many_members_as_allowed() {
    assertThat(UnverifiedToken.read(token(HEADER, members(200))))
        .isInstanceOf(Reading.Readable.class);
  }

  @Test
  void refuses_bytes_that_are_not_utf_8() {
    // 0xC0 0xAF is an overlong slash.
    byte[] overlong = "{\"iss\":\"https:__\"}".getBytes(StandardCharsets.US_ASCII);
    overlong[14] = (byte) 0xC0;
    overlong[15] = (byte) 0xAF;

    String token = SigningKey.encode(HEADER) + "." + SigningKey.encode(overlong) + ".c2ln";

    assertThat(flaw(token)).isEqualTo(Flaw.NOT_A_JSON_OBJECT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9", "1E9", "1.0", "1e400000000", "-0", "99999999999999999999"})
  void keeps_odd_numbers_as_they_are_and_computes_none(String number) {
    ClaimSet claims = SampleClaims.generic().with("n", new SampleClaims.Raw(number)).set();

    assertThat(claims.member("n")).contains(new ClaimValue.OddNumber(number));
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        Arguments.of("{}", Flaw.ALGORITHM_TYPE),
        Arguments.of("[]", Flaw.NOT_A_JSON_OBJECT),
        Arguments.of("{\"alg\":null}", Flaw.ALGORITHM_TYPE),
        Arguments.of("{\"alg\":[\"RS256\"]}", Flaw.ALGORITHM_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"alg\":\"none\"}", Flaw.DUPLICATE_MEMBER),
        Arguments.of("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}", Flaw.ENCRYPTED),
        Arguments.of("{\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647}", Flaw.ENCRYPTED),
        Arguments.of("{\"alg\":\"RS256\",\"zip\":\"DEF\"}", Flaw.ENCRYPTED),
        Arguments.of("{\"alg\":\"RS256\",\"cty\":\"JWT\"}", Flaw.ENCRYPTED),
        Arguments.of("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}", Flaw.CRITICAL_HEADER),
        Arguments.of("{\"alg\":\"RS256\",\"crit\":[]}", Flaw.CRITICAL_HEADER),
        Arguments.of("{\"alg\":\"RS256\",\"crit\":null}", Flaw.CRITICAL_HEADER),
        Arguments.of("{\"alg\":\"RS256\",\"b64\":false}", Flaw.CRITICAL_HEADER),
        Arguments.of("{\"alg\":\"RS256\",\"b64\":0}", Flaw.CRITICAL_HEADER),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"at+jwt\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"logout+jwt\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"dpop+jwt\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"secevent+jwt\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"statement+jwt\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":\"\"}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"typ\":null}", Flaw.TOKEN_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":\"\"}", Flaw.KEY_ID_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":7}", Flaw.KEY_ID_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":[\"a\"]}", Flaw.KEY_ID_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":null}", Flaw.KEY_ID_TYPE),
        Arguments.of("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(257) + "\"}", Flaw.KEY_ID_TYPE));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void refuses_headers_that_ask_for_more_than_a_signature(String header, Flaw expected) {
    assertThat(flaw(token(header, PAYLOAD))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"JWT", "jwt", "Jwt"})
  void takes_the_type_jwt_in_any_case(String type) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"" + type + "\"}";

    assertThat(UnverifiedToken.read(token(header, PAYLOAD))).isInstanceOf(Reading.Readable.class);
  }

  @Test
  void does_not_fold_look_alikes_into_the_type() {
    String header = "{\"alg\":\"RS256\",\"typ\":\"\uff2a\uff37\uff34\"}";

    assertThat(flaw(token(header, PAYLOAD))).isEqualTo(Flaw.TOKEN_TYPE);
  }

  @Test
  void answers_hostile_shapes_quickly() {
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      flaw(".".repeat(64 * 1024));
      flaw(token(HEADER, "{\"a\":" + "[".repeat(12_000)));
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }
}
