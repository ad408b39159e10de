package bench.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/**
 * Keycloak, built for production ({@code start --optimized}) with its H2 file, one node without a
 * cluster. A realm that believes our issuer, with a client for each of the two ways in which a CI
 * job without a secret of its own could get a token: the grant of RFC 7523 for a user that is
 * linked to the job, and the job's token as the credential of a client.
 */
final class Keycloak {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String FEATURES = "jwt-authorization-grant,client-auth-federated";
  private static final String TOKEN = "/realms/bench/protocol/openid-connect/token";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final int START_SECONDS = 240;

  private final Path home;
  private final int port;

  private Keycloak(Path home, int port) {
    this.home = home;
    this.port = port;
  }

  /** Builds, imports the realm, and starts; {@code home} is an unpacked distribution. */
  static Server start(Path home, int port, String issuer, Path log) throws Exception {
    Keycloak keycloak = new Keycloak(home, port);
    Path realm = Files.createDirectories(home.resolve("data/import")).resolve("bench-realm.json");
    deleteDatabase(home.resolve("data/h2"));
    Files.writeString(realm, JSON.writeValueAsString(keycloak.realm(issuer)));
    keycloak.command(log, "build", "--db=dev-file", "--features=" + FEATURES).waitFor();
    Process process =
        keycloak.command(
            log,
            "start",
            "--optimized",
            "--import-realm",
            "--http-enabled=true",
            "--http-host=127.0.0.1",
            "--http-port=" + port,
            "--hostname=http://localhost:" + port,
            "--cache=local");
    keycloak.awaitReady(process, log);
    // The script stays the parent of the JVM.
    ProcessHandle jvm =
        process.descendants().max((a, b) -> Long.compare(cpu(a), cpu(b))).orElse(process.toHandle());
    return new Server(new ProcessTimes(jvm.pid()), port, () -> Server.end(process));
  }

  private static long cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().map(spent -> spent.toMillis()).orElse(0L);
  }

  private static void deleteDatabase(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private Process command(Path log, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(home.resolve("bin/kc.sh").toString()));
    line.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms512m -Xmx1024m");
    return builder.start();
  }

  private void awaitReady(Process process, Path log) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (int i = 0; i < START_SECONDS && process.isAlive(); i++) {
        TimeUnit.SECONDS.sleep(1);
        try {
          URI realm = URI.create("http://127.0.0.1:" + port + "/realms/bench");
          HttpRequest request = HttpRequest.newBuilder(realm).build();
          if (http.send(request, BodyHandlers.ofString()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // not yet
        }
      }
    }
    throw new IllegalStateException("Keycloak did not start:\n" + Files.readString(log));
  }

  /** What {@code aud} must be. */
  static String audience(int port) {
    return "http://localhost:" + port + "/realms/bench";
  }

  static byte[] jwtBearer(String token) {
    return form(
        Map.of(
            "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "client_id", "hub",
            "client_secret", "secret",
            "assertion", token));
  }

  static byte[] federatedClient(String token) {
    return form(
        Map.of(
            "grant_type", "client_credentials",
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion", token));
  }

  private static byte[] form(Map<String, String> fields) {
    Collection<String> pairs =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .toList();
    return Requests.post(TOKEN, FORM, String.join("&", pairs));
  }

  private Map<String, Object> realm(String issuer) {
    return Map.of(
        "realm", "bench",
        "enabled", true,
        "sslRequired", "none",
        "identityProviders", List.of(identityProvider(issuer)),
        "clients", List.of(grantClient(), federatedClient()),
        "users", List.of(user()));
  }

  private static Map<String, Object> identityProvider(String issuer) {
    return Map.of(
        "alias", "ci",
        "providerId", "oidc",
        "enabled", true,
        "config",
            Map.ofEntries(
                Map.entry("issuer", issuer),
                Map.entry("authorizationUrl", issuer + "/authorize"),
                Map.entry("tokenUrl", issuer + "/token"),
                Map.entry("jwksUrl", issuer + "/keys"),
                Map.entry("useJwksUrl", "true"),
                Map.entry("validateSignature", "true"),
                Map.entry("clientId", "ci"),
                Map.entry("clientSecret", "secret"),
                Map.entry("supportsClientAssertions", "true"),
                Map.entry("jwtAuthorizationGrantEnabled", "true"),
                Map.entry("jwtAuthorizationGrantAssertionReuseAllowed", "false"),
                Map.entry("jwtAuthorizationGrantMaxAllowedAssertionExpiration", "3600"),
                Map.entry("jwtAuthorizationGrantAssertionSignatureAlg", "RS256")));
  }

  private static Map<String, Object> grantClient() {
    return Map.of(
        "clientId", "hub",
        "secret", "secret",
        "enabled", true,
        "publicClient", false,
        "standardFlowEnabled", false,
        "attributes",
            Map.of(
                "oauth2.jwt.authorization.grant.enabled", "true",
                "oauth2.jwt.authorization.grant.idp", "ci"));
  }

  private static Map<String, Object> federatedClient() {
    return Map.of(
        "clientId", "train",
        "enabled", true,
        "publicClient", false,
        "standardFlowEnabled", false,
        "serviceAccountsEnabled", true,
        "clientAuthenticatorType", "federated-jwt",
        "attributes",
            Map.of("jwt.credential.issuer", "ci", "jwt.credential.sub", CiJobs.SUBJECT));
  }

  private static Map<String, Object> user() {
    return Map.of(
        "username", "train",
        "enabled", true,
        "email", "train@example.org",
        "emailVerified", true,
        "firstName", "Train",
        "lastName", "Job",
        "federatedIdentities",
            List.of(
                Map.of(
                    "identityProvider", "ci",
                    "userId", CiJobs.SUBJECT,
                    "userName", "train")));
  }
}
