package bench.exchange;

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
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** An issuer on loopback, whose jobs are like GitHub's: RS256, 2048 bits, the claims of Actions. */
final class CiJobs implements AutoCloseable {

  static final String SUBJECT = "repo:acme/train:ref:refs/heads/main";
  static final String KEY_ID = "38826b17-6a30-5f9b-b169-8beb8202f723";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SECONDS_TO_LIVE = 840;

  private final HttpServer server;
  private final KeyPair keys;
  private final AtomicInteger requests = new AtomicInteger();

  CiJobs() throws IOException, GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    keys = generator.generateKeyPair();
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How often anybody asked it for anything. */
  int requests() {
    return requests.get();
  }

  RSAPublicKey publicKey() {
    return (RSAPublicKey) keys.getPublic();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    boolean isDiscovery = exchange.getRequestURI().getPath().endsWith("openid-configuration");
    byte[] body =
        JSON.writeValueAsBytes(
            isDiscovery ? Map.of("issuer", url(), "jwks_uri", url() + "/keys") : keySet());
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Map<String, Object> keySet() {
    return Map.of(
        "keys",
        List.of(
            Map.of(
                "kid", KEY_ID,
                "kty", "RSA",
                "use", "sig",
                "alg", "RS256",
                "n", number(publicKey().getModulus()),
                "e", number(publicKey().getPublicExponent()))));
  }

  /** Fresh tokens of one job after another, each with an id of its own. */
  List<String> tokens(String audience, int count) {
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(_ -> sign(header(KEY_ID), claims(url(), audience)))
        .toList();
  }

  /** What nobody should spend much on: see {@link Garbage}. */
  String forged(String keyId, String issuer, String audience, byte[] signature) {
    return input(header(keyId), claims(issuer, audience)) + "." + base64(signature);
  }

  private static Map<String, Object> header(String keyId) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("typ", "JWT");
    header.put("alg", "RS256");
    header.put("x5t", "ykNaY4qM_ta4k2TgZOCEYLkcYlA");
    header.put("kid", keyId);
    return header;
  }

  /** As Actions writes them for a push to a branch. */
  private static Map<String, Object> claims(String issuer, String audience) {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("sub", SUBJECT);
    claims.put("aud", audience);
    claims.put("ref", "refs/heads/main");
    claims.put("sha", "0f3b1a5ad3a9a1f6d2a1c1f7b6f9f1f0d0b5c8aa");
    claims.put("repository", "acme/train");
    claims.put("repository_owner", "acme");
    claims.put("repository_owner_id", "65");
    claims.put("run_id", "9301443402");
    claims.put("run_number", "10");
    claims.put("run_attempt", "2");
    claims.put("repository_visibility", "public");
    claims.put("repository_id", "74");
    claims.put("actor_id", "12");
    claims.put("actor", "octocat");
    claims.put("workflow", "Publish");
    claims.put("head_ref", "");
    claims.put("base_ref", "");
    claims.put("event_name", "push");
    claims.put("ref_protected", "true");
    claims.put("ref_type", "branch");
    claims.put("workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/main");
    claims.put("workflow_sha", "0f3b1a5ad3a9a1f6d2a1c1f7b6f9f1f0d0b5c8aa");
    claims.put("job_workflow_ref", "acme/train/.github/workflows/publish.yml@refs/heads/main");
    claims.put("job_workflow_sha", "0f3b1a5ad3a9a1f6d2a1c1f7b6f9f1f0d0b5c8aa");
    claims.put("runner_environment", "github-hosted");
    claims.put("iss", issuer);
    claims.put("nbf", now - 5);
    claims.put("exp", now + SECONDS_TO_LIVE);
    claims.put("iat", now);
    return claims;
  }

  private String sign(Map<String, Object> header, Map<String, Object> claims) {
    try {
      String input = input(header, claims);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign((PrivateKey) keys.getPrivate());
      signature.update(input.getBytes(UTF_8));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String input(Map<String, Object> header, Map<String, Object> claims) {
    return base64(JSON.writeValueAsBytes(header)) + "." + base64(JSON.writeValueAsBytes(claims));
  }

  private static String number(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return base64(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
