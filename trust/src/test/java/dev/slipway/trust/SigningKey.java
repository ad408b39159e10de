package dev.slipway.trust;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** A real key pair of an issuer, which signs whatever it is given and prints its public half. */
record SigningKey(String id, String algorithm, KeyPair pair) {

  static final SigningKey RSA = of("rsa-1", "RS256");
  static final SigningKey OTHER_RSA = of("rsa-2", "RS256");
  static final SigningKey EC256 = of("ec-256", "ES256");
  static final SigningKey EC384 = of("ec-384", "ES384");
  static final SigningKey ED25519 = of("ed-1", "EdDSA");

  static SigningKey of(String id, String algorithm) {
    try {
      return new SigningKey(
          id,
          algorithm,
          switch (algorithm) {
            case "RS256" -> rsa(2048);
            case "ES256" -> ec("secp256r1");
            case "ES384" -> ec("secp384r1");
            default -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair ec(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  SigningKey withId(String other) {
    return new SigningKey(other, algorithm, pair);
  }

  /** Signs a header that names this key and its algorithm. */
  String sign(String payload) {
    return sign("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"" + id + "\"}", payload);
  }

  String sign(String header, String payload) {
    String input = encode(header) + "." + encode(payload);
    return input + "." + encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
  }

  byte[] signature(byte[] input) {
    try {
      Signature signature =
          Signature.getInstance(
              switch (algorithm) {
                case "RS256" -> "SHA256withRSA";
                case "ES256" -> "SHA256withECDSAinP1363Format";
                case "ES384" -> "SHA384withECDSAinP1363Format";
                default -> "Ed25519";
              });
      signature.initSign(pair.getPrivate());
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** This key as a member of a key set; {@code more} starts with a comma or is empty. */
  String jwk(String more) {
    return "{\"kid\":\"" + id + "\"," + publicMembers() + more + "}";
  }

  String jwk() {
    return jwk(",\"use\":\"sig\",\"alg\":\"" + algorithm + "\"");
  }

  String publicMembers() {
    return switch (pair.getPublic()) {
      case RSAPublicKey rsa ->
          "\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\""
              .formatted(number(rsa.getModulus()), number(rsa.getPublicExponent()));
      case ECPublicKey ec -> {
        int bytes = algorithm.equals("ES256") ? 32 : 48;
        yield "\"kty\":\"EC\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\""
            .formatted(
                bytes == 32 ? "P-256" : "P-384",
                number(ec.getW().getAffineX(), bytes),
                number(ec.getW().getAffineY(), bytes));
      }
      case EdECPublicKey ed -> {
        byte[] encoded = ed.getEncoded();
        yield "\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\""
            .formatted(encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
      }
      default -> throw new IllegalStateException("no such key");
    };
  }

  static String jwks(SigningKey... keys) {
    return jwks(Arrays.stream(keys).map(SigningKey::jwk).toArray(String[]::new));
  }

  static String jwks(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String number(BigInteger number) {
    return number(number, (number.bitLength() + 7) / 8);
  }

  private static String number(BigInteger number, int length) {
    byte[] signed = number.toByteArray();
    byte[] bytes = new byte[length];
    int from = Math.max(0, signed.length - length);
    System.arraycopy(signed, from, bytes, length - (signed.length - from), signed.length - from);
    return encode(bytes);
  }
}
