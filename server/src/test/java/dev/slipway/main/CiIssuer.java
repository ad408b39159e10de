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
import tools.jackson.databind.json.JsonMapper;

/** A real OpenID Connect issuer on loopback, which counts who asks it and signs what it is told. */
final class CiIssuer implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final String path;
  private final KeyPair keys;
  private final AtomicInteger requests = new AtomicInteger();

  /** Its address ends in {@code path}. */
  CiIssuer(String path) throws IOException, GeneralSecurityException {
    this.path = path;
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
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
    String text =
        discovery ? "{\"issuer\":\"" + url() + "\",\"jwks_uri\":\"" + url() + "/keys\"}" : keySet();
    byte[] body = text.getBytes(UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /** Its keys, as an operator may paste them. */
  String keySet() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return "{\"keys\":[{\"kid\":\"k\",\"kty\":\"RSA\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\""
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
    try {
      String input =
          base64("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k\"}".getBytes(UTF_8))
              + "."
              + base64(JSON.writeValueAsBytes(claims));
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
