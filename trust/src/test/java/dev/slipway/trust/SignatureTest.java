package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Verified;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules C1 to C9: algorithms, keys and signatures. */
class SignatureTest {

  private static final String ISSUER = "https://idp.acme.example";
  private static final String PAYLOAD = SampleClaims.generic().json();

  private final VerifierFixture fixture = new VerifierFixture();

  private static IssuerSettings generic(SigningKey... keys) {
    return VerifierFixture.pasted(Presets.GENERIC, ISSUER, keys);
  }

  static Stream<SigningKey> keys() {
    return Stream.of(SigningKey.RSA, SigningKey.EC256, SigningKey.EC384, SigningKey.ED25519);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void verifies_each_algorithm_of_a_generic_issuer(SigningKey key) {
    var settings = generic(SigningKey.RSA, SigningKey.EC256, SigningKey.EC384, SigningKey.ED25519);

    assertThat(fixture.verify(key.sign(PAYLOAD), settings)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @MethodSource("keys")
  void refuses_another_key_under_the_same_id(SigningKey key) {
    SigningKey forger = SigningKey.of(key.id(), key.algorithm());

    assertThat(fixture.flaw(forger.sign(PAYLOAD), generic(key))).isEqualTo(Flaw.SIGNATURE_WRONG);
  }

  static Stream<ProviderPreset> rsaPresets() {
    return Stream.of(Presets.GITHUB, Presets.GITLAB, Presets.CIRCLECI, Presets.BITBUCKET);
  }

  @ParameterizedTest
  @MethodSource("rsaPresets")
  void takes_rs256_alone_from_the_known_providers(ProviderPreset preset) {
    var settings = VerifierFixture.pasted(preset, ISSUER, SigningKey.EC256, SigningKey.ED25519);

    assertThat(fixture.flaw(SigningKey.EC256.sign(PAYLOAD), settings))
        .isEqualTo(Flaw.ALGORITHM_REFUSED);
    assertThat(fixture.flaw(SigningKey.ED25519.sign(PAYLOAD), settings))
        .isEqualTo(Flaw.ALGORITHM_REFUSED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "None",
        "nOnE",
        "NONE",
        "",
        "HS256",
        "HS512",
        "RS1",
        "rs256",
        "RS256 ",
        "ES256K",
        "RS384",
        "PS256",
        "ES512",
        "Ed25519",
        "RSA-OAEP",
        "dir"
      })
  void refuses_every_other_algorithm_even_with_a_good_signature(String algorithm) {
    String token =
        SigningKey.RSA.sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"rsa-1\"}", PAYLOAD);

    assertThat(fixture.flaw(token, generic(SigningKey.RSA))).isEqualTo(Flaw.ALGORITHM_REFUSED);
  }

  @Test
  void refuses_a_token_without_a_signature() {
    String unsigned =
        SigningKey.encode("{\"alg\":\"none\"}") + "." + SigningKey.encode(PAYLOAD) + ".";
    String emptied = SigningKey.RSA.sign(PAYLOAD);
    emptied = emptied.substring(0, emptied.lastIndexOf('.') + 1);

    assertThat(fixture.flaw(unsigned, generic(SigningKey.RSA))).isEqualTo(Flaw.ALGORITHM_REFUSED);
    assertThat(fixture.flaw(emptied, generic(SigningKey.RSA))).isEqualTo(Flaw.SIGNATURE_WRONG);
  }

  @Test
  void refuses_an_hmac_made_with_the_public_key() throws Exception {
    byte[] publicKey = SigningKey.RSA.pair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(publicKey)
            + "\n-----END PUBLIC KEY-----\n";
    for (byte[] secret :
        new byte[][] {
          publicKey,
          pem.getBytes(StandardCharsets.US_ASCII),
          SigningKey.RSA.jwk().getBytes(StandardCharsets.US_ASCII)
        }) {
      String input =
          SigningKey.encode("{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}")
              + "."
              + SigningKey.encode(PAYLOAD);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String token =
          input + "." + SigningKey.encode(mac.doFinal(input.getBytes(StandardCharsets.US_ASCII)));

      assertThat(fixture.flaw(token, generic(SigningKey.RSA))).isEqualTo(Flaw.ALGORITHM_REFUSED);
    }
  }

  @Test
  void does_not_take_a_key_from_the_token() {
    SigningKey attacker = SigningKey.of("rsa-1", "RS256");
    String header =
        """
        {"alg":"RS256","kid":"rsa-1","jku":"http://127.0.0.1:1/keys","x5u":"http://127.0.0.1:1/",
         "x5c":["AAAA"],"x5t":"AAAA","jwk":%s}\
        """
            .formatted(attacker.jwk());

    assertThat(fixture.flaw(attacker.sign(header, PAYLOAD), generic(SigningKey.RSA)))
        .isEqualTo(Flaw.SIGNATURE_WRONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../etc/passwd", "' OR 1=1 --", "${jndi:ldap://x}", "RSA-1", "rsa-1 ", "rsa-2"})
  void uses_the_key_id_as_a_key_into_this_issuers_set_only(String keyId) {
    String token = SigningKey.RSA.withId(keyId).sign(PAYLOAD);

    assertThat(fixture.flaw(token, generic(SigningKey.RSA))).isEqualTo(Flaw.KEY_UNKNOWN);
  }

  @Test
  void does_not_verify_with_a_key_of_another_issuer() {
    var other = VerifierFixture.pasted(Presets.GENERIC, "https://b.example", SigningKey.OTHER_RSA);
    String ofA = SampleClaims.generic().with("iss", "https://b.example").json();

    assertThat(fixture.flaw(SigningKey.RSA.sign(ofA), other)).isEqualTo(Flaw.KEY_UNKNOWN);
  }

  @Test
  void needs_a_key_id_unless_there_is_one_key() {
    String token = SigningKey.RSA.sign("{\"alg\":\"RS256\"}", PAYLOAD);

    assertThat(fixture.verify(token, generic(SigningKey.RSA))).isInstanceOf(Verified.class);
    assertThat(fixture.flaw(token, generic(SigningKey.RSA, SigningKey.OTHER_RSA)))
        .isEqualTo(Flaw.KEY_ID_MISSING);
  }

  @Test
  void refuses_a_key_of_another_kind() {
    String token = SigningKey.RSA.withId("ec-256").sign(PAYLOAD);

    assertThat(fixture.flaw(token, generic(SigningKey.EC256))).isEqualTo(Flaw.KEY_UNFIT);
  }

  @Test
  void refuses_blank_ecdsa_signatures() {
    String input =
        SigningKey.encode("{\"alg\":\"ES256\",\"kid\":\"ec-256\"}")
            + "."
            + SigningKey.encode(PAYLOAD);

    for (int bytes : new int[] {64, 63, 65, 0, 1}) {
      String token = input + "." + SigningKey.encode(new byte[bytes]);
      assertThat(fixture.flaw(token, generic(SigningKey.EC256))).isEqualTo(Flaw.SIGNATURE_WRONG);
    }
  }

  @Test
  void refuses_der_where_jose_wants_two_numbers() throws Exception {
    String input =
        SigningKey.encode("{\"alg\":\"ES256\",\"kid\":\"ec-256\"}")
            + "."
            + SigningKey.encode(PAYLOAD);
    var der = Signature.getInstance("SHA256withECDSA");
    der.initSign(SigningKey.EC256.pair().getPrivate());
    der.update(input.getBytes(StandardCharsets.US_ASCII));

    assertThat(fixture.flaw(input + "." + SigningKey.encode(der.sign()), generic(SigningKey.EC256)))
        .isEqualTo(Flaw.SIGNATURE_WRONG);
  }

  @Test
  void refuses_every_flipped_bit() {
    var settings = generic(SigningKey.RSA);
    String token = SigningKey.RSA.sign(PAYLOAD);
    byte[][] parts =
        Arrays.stream(token.split("\\."))
            .map(Base64.getUrlDecoder()::decode)
            .toArray(byte[][]::new);
    Random random = new Random(9);

    for (int i = 0; i < 1_000; i++) {
      byte[][] spoiled = {parts[0].clone(), parts[1].clone(), parts[2].clone()};
      byte[] part = spoiled[i % 3];
      part[random.nextInt(part.length)] ^= (byte) (1 << random.nextInt(8));
      String forged = String.join(".", Arrays.stream(spoiled).map(SigningKey::encode).toList());

      assertThat(verifyIfReadable(forged, settings)).isInstanceOf(Rejected.class);
    }
  }

  /** A flip in {@code iss} makes it a token of an issuer for which there are no settings. */
  private Verification verifyIfReadable(String token, IssuerSettings settings) {
    return switch (UnverifiedToken.read(token)) {
      case UnverifiedToken.Reading.Unreadable(Flaw flaw) -> new Rejected(flaw);
      case UnverifiedToken.Reading.Readable(var read) ->
          read.issuer().equals(settings.issuer())
              ? fixture.verifier.verify(read, settings)
              : new Rejected(Flaw.ISSUER_DISABLED);
    };
  }

  @Test
  void checks_the_bytes_that_came_and_not_what_they_mean() {
    String token = SigningKey.RSA.sign(PAYLOAD);
    String respelled = SigningKey.encode(PAYLOAD.replace("\":", "\": "));
    String forged =
        token.substring(0, token.indexOf('.') + 1)
            + respelled
            + token.substring(token.lastIndexOf('.'));

    assertThat(fixture.flaw(forged, generic(SigningKey.RSA))).isEqualTo(Flaw.SIGNATURE_WRONG);
  }

  @Test
  void a_second_signature_of_the_same_token_has_the_same_replay_key() {
    BigInteger order =
        new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    var settings = generic(SigningKey.EC256);
    String token = SigningKey.EC256.sign(PAYLOAD);
    int last = token.lastIndexOf('.');
    byte[] signature = Base64.getUrlDecoder().decode(token.substring(last + 1));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
    byte[] mirrored = order.subtract(s).toByteArray();
    Arrays.fill(signature, 32, 64, (byte) 0);
    int length = Math.min(32, mirrored.length);
    System.arraycopy(mirrored, mirrored.length - length, signature, 64 - length, length);
    String twin = token.substring(0, last + 1) + SigningKey.encode(signature);

    assertThat(twin).isNotEqualTo(token);
    assertThat(fixture.verified(twin, settings).replayKey())
        .isEqualTo(fixture.verified(token, settings).replayKey());
  }

  @Test
  void a_token_has_one_spelling() {
    var settings = generic(SigningKey.RSA);
    String token = SigningKey.RSA.sign(PAYLOAD);
    // 256 bytes end in a group of two characters, whose last four bits mean nothing.
    char last = token.charAt(token.length() - 1);
    String front = token.substring(0, token.length() - 1);

    assertThat(fixture.verify(token, settings)).isInstanceOf(Verified.class);
    for (char tail : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_".toCharArray()) {
      Flaw expected = "AQgw".indexOf(tail) >= 0 ? Flaw.SIGNATURE_WRONG : Flaw.NOT_CANONICAL;
      if (tail != last) {
        assertThat(fixture.flaw(front + tail, settings)).isEqualTo(expected);
      }
    }
    assertThat(fixture.flaw(token + "==", settings)).isEqualTo(Flaw.NOT_CANONICAL);
  }
}
