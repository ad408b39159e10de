package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** A real OpenID Connect issuer on loopback, which counts who asks it and signs what it is told. */
final class CiIssuer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final String path;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile KeyPair keys;
  private volatile String keyId = "k";
  private volatile Supplier<String> description = this::itself;
  private volatile Supplier<String> published = this::keySet;

  /** Its address ends in {@code path}. */
  CiIssuer(String path) throws IOException {
    this.path = path;
    keys = keyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  private static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Signs with another key from now on, under this id, and publishes that one alone. */
  void rotate(String id) {
    keys = keyPair();
    keyId = id;
  }

  /** Says this of itself, instead of the truth. */
  void describe(Supplier<String> document) {
    description = document;
  }

  /** Publishes this instead of its keys. */
  void publish(Supplier<String> document) {
    published = document;
  }

  /** What it says of itself if nobody makes it lie. */
  String itself() {
    return "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}";
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What it signs with. */
  KeyPair keys() {
    return keys;
  }

  /** How often anybody asked it for anything. */
  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    boolean discovery = exchange.getRequestURI().getPath().endsWith("openid-configuration");
    byte[] body = (discovery ? description : published).get().getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Its keys, as an operator may paste them. */
  String keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kid\":\""
        + keyId
        + "\",\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
        + number(key.getModulus())
        + "\",\"e\":\""
        + number(key.getPublicExponent())
        + "\"}]}";
  }

  /** The claims that every provider puts in, for a token of this moment. */
  Map<String, Object> claims(String audience) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", url());
    claims.put("aud", audience);
    claims.put("sub", "the-job");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.put("jti", UUID.randomUUID().toString());
    return claims;
  }

  /** A token of a GitHub job of {@code acme/train} on its branch main. */
  Map<String, Object> github(String audience) {
    Map<String, Object> claims = claims(audience);
    claims.put("sub", "repo:acme/train:ref:refs/heads/main");
    claims.put("repository", "acme/train");
    claims.put("repository_owner", "acme");
    claims.put("ref", "refs/heads/main");
    claims.put("sha", "0f3b");
    claims.put("event_name", "push");
    claims.put("workflow", "Publish");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/main");
    return claims;
  }

  /** Signs claims. */
  String sign(Map<String, Object> claims) {
    return sign("\"kid\":\"" + keyId + "\"", claims);
  }

  /** The same, with other members of the header than the id of the key. */
  String sign(String members, Map<String, Object> claims) {
    try {
      String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\"," + members + "}";
      String input = base64(header.getBytes(UTF_8)) + "." + base64(JSON.writeValueAsBytes(claims));
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return base64(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
