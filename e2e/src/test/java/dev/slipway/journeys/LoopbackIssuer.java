package dev.slipway.journeys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real OpenID Connect issuer on loopback: discovery, a key set, rotation. It also plays the
 * endpoint at which a GitHub job fetches its ID token.
 */
final class LoopbackIssuer implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final String REQUEST_TOKEN = "job-secret";

  private final HttpServer server;
  private final List<RSAKey> keys = new ArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Map<String, Object> jobClaims = Map.of();

  private LoopbackIssuer(HttpServer server) {
    this.server = server;
  }

  static LoopbackIssuer start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      LoopbackIssuer issuer = new LoopbackIssuer(server);
      issuer.rotate();
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/.well-known/openid-configuration", issuer::discovery);
      server.createContext("/keys", issuer::keySet);
      server.createContext("/actions/idtoken", issuer::job);
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException("starting an issuer", e);
    }
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** How many requests came, from anybody. */
  int requests() {
    return requests.get();
  }

  /** From now on tokens are signed with a new key; the old ones stay in the set. */
  synchronized void rotate() {
    try {
      keys.add(new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An ID token of these claims; {@code iss}, {@code jti} and the times are added. */
  synchronized String token(String audience, Map<String, Object> claims) {
    Instant now = Instant.now();
    JWTClaimsSet.Builder all =
        new JWTClaimsSet.Builder()
            .issuer(url())
            .audience(audience)
            .jwtID(UUID.randomUUID().toString())
            .issueTime(Date.from(now))
            .notBeforeTime(Date.from(now.minusSeconds(5)))
            .expirationTime(Date.from(now.plus(LIFETIME)));
    claims.forEach(all::claim);
    try {
      RSAKey key = keys.getLast();
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .keyID(key.getKeyID())
                  .type(com.nimbusds.jose.JOSEObjectType.JWT)
                  .build(),
              all.build());
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The environment of a GitHub job whose ID tokens have these claims. */
  Shell asGitHubJob(Shell shell, Map<String, Object> claims) {
    jobClaims = claims;
    return shell
        .with("GITHUB_ACTIONS", "true")
        .with("ACTIONS_ID_TOKEN_REQUEST_URL", url() + "/actions/idtoken?api-version=2.0")
        .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", REQUEST_TOKEN)
        .with("GITHUB_SHA", "0f3b5c1d2e4f60718293a4b5c6d7e8f901234567");
  }

  private void job(HttpExchange exchange) throws IOException {
    String bearer = exchange.getRequestHeaders().getFirst("Authorization");
    String audience = audience(exchange.getRequestURI().getRawQuery());
    if (!("Bearer " + REQUEST_TOKEN).equals(bearer) || audience.isEmpty()) {
      answer(exchange, 401, "{\"message\":\"no\"}");
      return;
    }
    answer(exchange, 200, "{\"value\":\"" + token(audience, jobClaims) + "\"}");
  }

  private static String audience(String query) {
    for (String pair : query.split("&")) {
      if (pair.startsWith("audience=")) {
        return URLDecoder.decode(pair.substring("audience=".length()), StandardCharsets.UTF_8);
      }
    }
    return "";
  }

  private void discovery(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        200,
        """
        {"issuer":"%s","jwks_uri":"%s/keys","id_token_signing_alg_values_supported":["RS256"],
         "response_types_supported":["id_token"],"subject_types_supported":["public"]}
        """
            .formatted(url(), url()));
  }

  private void keySet(HttpExchange exchange) throws IOException {
    String json;
    synchronized (this) {
      json = new JWKSet(new ArrayList<>(keys)).toString(/* publicKeysOnly= */ true);
    }
    answer(exchange, 200, json);
  }

  private void answer(HttpExchange exchange, int status, String json) throws IOException {
    requests.incrementAndGet();
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
