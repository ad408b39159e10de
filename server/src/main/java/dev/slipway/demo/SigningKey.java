package dev.slipway.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An RSA key that signs ID tokens with RS256 (RFC 7518, 3.3). */
final class SigningKey {

  private static final int BITS = 2048;
  private static final String ID = "demo-1";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final KeyPair pair;

  SigningKey(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      pair = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("making an RSA key", e);
    }
  }

  /** The public half, as a member of a key set (RFC 7517, 4). */
  Map<String, Object> jwk() {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    Map<String, Object> jwk = new LinkedHashMap<>();
    jwk.put("kty", "RSA");
    jwk.put("use", "sig");
    jwk.put("alg", "RS256");
    jwk.put("kid", ID);
    jwk.put("n", encode(unsigned(key.getModulus())));
    jwk.put("e", encode(unsigned(key.getPublicExponent())));
    return jwk;
  }

  /** A signed token of these claims (RFC 7515, 3.1). */
  String sign(Map<String, Object> claims) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    header.put("kid", ID);
    String input =
        encode(JSON.writeValueAsBytes(header)) + "." + encode(JSON.writeValueAsBytes(claims));
    return input + "." + encode(signature(input.getBytes(StandardCharsets.US_ASCII)));
  }

  private byte[] signature(byte[] input) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(input);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("signing an ID token", e);
    }
  }

  /** Java writes a zero before a first byte that looks negative; JOSE does not. */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
