package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import java.math.BigInteger;
import java.security.KeyPair;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules C2 and C3, and F5 as far as it is about documents. */
class KeySetTest {

  private static final String GOOD = SigningKey.RSA.jwk();

  private static KeySet set(String... keys) {
    return switch (KeySet.parse(SigningKey.jwks(keys))) {
      case Value<KeySet>(KeySet set) -> set;
      case Malformed<KeySet>(String problem) -> throw new AssertionError(problem);
    };
  }

  private static String problem(String document) {
    return switch (KeySet.parse(document)) {
      case Value<KeySet> _ -> throw new AssertionError("is a key set: " + document);
      case Malformed<KeySet>(String problem) -> problem;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{}",
        "{\"keys\":{}}",
        "{\"keys\":[]}",
        "{\"keys\":[null,7,\"x\",[]]}",
        "{\"keys\":[],\"keys\":[]}"
      })
  void refuses_a_document_without_a_usable_key(String document) {
    assertThat(problem(document)).isNotEmpty();
  }

  static Stream<String> unusable() {
    String rsa = SigningKey.RSA.publicMembers();
    String ec = SigningKey.EC256.publicMembers();
    KeyPair small = SigningKey.rsa(1024);
    String tiny = new SigningKey("x", "RS256", small).publicMembers();
    String modulus = rsa.substring(0, rsa.indexOf(",\"e\""));
    return Stream.of(
        "{\"kid\":\"x\",\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
        "{\"kid\":\"x\",\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"\"}",
        "{\"kid\":\"x\"," + rsa + ",\"use\":\"enc\"}",
        "{\"kid\":\"x\"," + rsa + ",\"use\":7}",
        "{\"kid\":\"x\"," + rsa + ",\"key_ops\":[\"encrypt\"]}",
        "{\"kid\":\"x\"," + rsa + ",\"key_ops\":\"verify\"}",
        "{\"kid\":\"x\"," + rsa + ",\"key_ops\":[]}",
        "{\"kid\":\"x\"," + rsa + ",\"alg\":\"RSA-OAEP\"}",
        "{\"kid\":\"x\"," + rsa + ",\"alg\":\"HS256\"}",
        "{\"kid\":\"x\"," + rsa + ",\"alg\":\"PS256\"}",
        "{\"kid\":\"x\"," + rsa + ",\"d\":\"AQAB\"}",
        "{\"kid\":7," + rsa + "}",
        "{\"kid\":null," + rsa + "}",
        "{\"kid\":\"x\"," + tiny + "}",
        "{\"kid\":\"x\"," + modulus + ",\"e\":\"AQ\"}",
        "{\"kid\":\"x\"," + modulus + ",\"e\":\"Ag\"}",
        "{\"kid\":\"x\"," + modulus + ",\"e\":\"AAAA\"}",
        "{\"kid\":\"x\"," + modulus + ",\"e\":\"AQAAAAE\"}",
        "{\"kid\":\"x\"," + modulus + "}",
        "{\"kid\":\"x\",\"kty\":\"RSA\",\"n\":\"!!\",\"e\":\"AQAB\"}",
        "{\"kid\":\"x\"," + ec.replace("P-256", "P-384") + "}",
        "{\"kid\":\"x\"," + ec.replace("P-256", "P-521") + "}",
        "{\"kid\":\"x\"," + ec.replace("P-256", "secp256k1") + "}",
        "{\"kid\":\"x\",\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
        "{\"kid\":\"x\"," + ec + ",\"alg\":\"ES384\"}",
        "{\"kid\":\"x\",\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
        "{\"kid\":\"x\",\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"" + "A".repeat(43) + "\"}",
        "{\"kid\":\"x\",\"kty\":\"XYZ\"}");
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void leaves_out_a_key_that_must_not_verify(String key) {
    assertThat(set(key, GOOD).ids()).containsExactly("rsa-1");
  }

  @Test
  void takes_a_key_that_says_little_about_itself() {
    assertThat(set(SigningKey.RSA.jwk("")).find(Optional.of("rsa-1"))).isPresent();
    assertThat(set(SigningKey.EC256.jwk(",\"key_ops\":[\"verify\"]")).ids())
        .containsExactly("ec-256");
  }

  @Test
  void refuses_a_set_in_which_one_id_stands_for_two_keys() {
    String second = SigningKey.OTHER_RSA.withId("rsa-1").jwk();

    assertThat(problem(SigningKey.jwks(GOOD, second))).contains("two keys of one id");
  }

  static Stream<String> unusableWithId() {
    return unusable().filter(key -> key.contains("\"kid\":\""));
  }

  @ParameterizedTest
  @MethodSource("unusableWithId")
  void leaves_out_a_key_whose_id_also_stands_for_one_that_must_not_verify(String key) {
    String id = key.replaceAll(".*\"kid\":\"([^\"]*)\".*", "$1");
    String usable = SigningKey.EC256.withId(id).jwk();

    assertThat(set(key, usable, GOOD).ids()).containsExactly("rsa-1");
  }

  @Test
  void takes_a_set_with_a_key_that_has_no_id() {
    String nameless = "{" + SigningKey.EC256.publicMembers() + "}";

    KeySet both = set(nameless, GOOD);
    assertThat(both.find(Optional.of("rsa-1"))).isPresent();
    assertThat(both.find(Optional.empty())).isEmpty();
    assertThat(set(nameless).find(Optional.empty())).isPresent();
    assertThat(set(nameless).find(Optional.of("other"))).isEmpty();
  }

  @Test
  void refuses_more_than_64_keys() {
    String[] keys =
        IntStream.rangeClosed(1, 65)
            .mapToObj(i -> SigningKey.RSA.withId("k" + i).jwk())
            .toArray(String[]::new);

    assertThat(problem(SigningKey.jwks(keys))).contains("more than 64");
  }

  @Test
  void takes_keys_of_8192_bits_and_no_more() {
    String just = rsaOfBits(8192);
    String over = rsaOfBits(8193);

    assertThat(set(just).ids()).containsExactly("big");
    assertThat(KeySet.parse(SigningKey.jwks(over))).isInstanceOf(Parsed.Malformed.class);
  }

  private static String rsaOfBits(int bits) {
    byte[] modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE).toByteArray();
    return "{\"kid\":\"big\",\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\""
        + SigningKey.encode(modulus)
        + "\"}";
  }
}
