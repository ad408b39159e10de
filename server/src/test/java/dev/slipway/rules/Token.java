package dev.slipway.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.main.AttackHub;
import dev.slipway.main.AttackHub.Holder;
import dev.slipway.main.AttackHub.Provider;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** An exchange that would succeed, but for what an attack changes of it. */
final class Token {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  private final AttackHub hub;
  private final Map<String, Object> header = new LinkedHashMap<>();
  private final Map<String, Object> claims;
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, String> http = new LinkedHashMap<>();
  private UnaryOperator<byte[]> headerBytes = bytes -> bytes;
  private UnaryOperator<byte[]> payloadBytes = bytes -> bytes;
  private UnaryOperator<byte[]> signatureBytes = bytes -> bytes;
  private UnaryOperator<String> text = whole -> whole;
  private Signer signer;

  /** Signs what it is given. */
  @FunctionalInterface
  interface Signer {

    byte[] sign(byte[] input) throws GeneralSecurityException;
  }

  Token(AttackHub hub, Provider provider) {
    this.hub = hub;
    header.put("alg", "RS256");
    header.put("typ", "JWT");
    header.put("kid", "k");
    claims = hub.claims(provider);
    signer = rsa(hub.key(provider).getPrivate());
    parameters.put("grant_type", GRANT);
    parameters.put("subject_token_type", ID_TOKEN);
    parameters.put("resource", "acme/m");
  }

  private static Signer rsa(PrivateKey key) {
    return input -> signed("SHA256withRSA", key, input);
  }

  private static byte[] signed(String algorithm, PrivateKey key, byte[] input)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(input);
    return signature.sign();
  }

  AttackHub hub() {
    return hub;
  }

  long now() {
    return hub.now().getEpochSecond();
  }

  /** Changes a member of the header. */
  Token header(String name, Object value) {
    header.put(name, value);
    return this;
  }

  /** Leaves a member of the header out. */
  Token withoutHeader(String name) {
    header.remove(name);
    return this;
  }

  /** Writes the header otherwise. */
  Token headerText(UnaryOperator<String> change) {
    headerBytes = bytes -> change.apply(new String(bytes, UTF_8)).getBytes(UTF_8);
    return this;
  }

  /** Changes a claim. */
  Token claim(String name, Object value) {
    claims.put(name, value);
    return this;
  }

  /** Changes a claim to what is no value in Java. */
  Token raw(String name, String json) {
    return claim(name, new RawValue(json));
  }

  /** Leaves a claim out. */
  Token without(String name) {
    claims.remove(name);
    return this;
  }

  /** Writes the payload otherwise. */
  Token payload(UnaryOperator<String> change) {
    return payloadBytes(bytes -> change.apply(new String(bytes, UTF_8)).getBytes(UTF_8));
  }

  /** Writes the payload's bytes otherwise. */
  Token payloadBytes(UnaryOperator<byte[]> change) {
    payloadBytes = change;
    return this;
  }

  /** Changes the signature's bytes. */
  Token signature(UnaryOperator<byte[]> change) {
    signatureBytes = change;
    return this;
  }

  /** Signs by other means. */
  Token by(Signer other) {
    signer = other;
    return this;
  }

  /** Signs by another RSA key. */
  Token by(PrivateKey other) {
    return by(rsa(other));
  }

  /** Signs by the elliptic key that the provider has too. */
  Token elliptic() {
    return header("alg", "ES256")
        .header("kid", "ec")
        .by(input -> signed("SHA256withECDSAinP1363Format", hub.elliptic().getPrivate(), input));
  }

  /** Signs with a secret. */
  Token hmac(byte[] secret) {
    return header("alg", "HS256")
        .by(input -> {
          Mac mac = Mac.getInstance("HmacSHA256");
          mac.init(new SecretKeySpec(secret, "HmacSHA256"));
          return mac.doFinal(input);
        });
  }

  /** Changes the finished token. */
  Token text(UnaryOperator<String> change) {
    text = change;
    return this;
  }

  /** Asks for another resource. */
  Token resource(String resource) {
    return parameter("resource", resource);
  }

  /** Sends another parameter, or another value of it. */
  Token parameter(String name, Object value) {
    parameters.put(name, value);
    return this;
  }

  /** Sends a header beside. */
  Token http(String name, String value) {
    http.put(name, value);
    return this;
  }

  /** The finished token. */
  String compact() throws GeneralSecurityException {
    String input =
        base64(headerBytes.apply(JSON.writeValueAsBytes(header)))
            + "."
            + base64(payloadBytes.apply(JSON.writeValueAsBytes(claims)));
    byte[] signature = signatureBytes.apply(signer.sign(input.getBytes(UTF_8)));
    return text.apply(input + "." + base64(signature));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Sends it. */
  Answer send() throws GeneralSecurityException {
    http.put("Content-Type", "application/json");
    return Answer.of(hub.send(Holder.NOBODY, "POST", "/oauth/token", http, body()));
  }

  /** The body of the request. */
  byte[] body() throws GeneralSecurityException {
    Map<String, Object> body = new LinkedHashMap<>(parameters);
    if (!body.containsKey("subject_token")) {
      body.put("subject_token", compact());
    }
    return JSON.writeValueAsBytes(body);
  }
}
