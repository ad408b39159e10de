package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub with a model {@code acme/m} of the user acme, and a CI provider on loopback. */
final class CiFixture implements AutoCloseable {

  static final String PUBLISHERS = "/api/models/acme/m/settings/trusted-publishers";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";

  private final InstantSource time;
  private final HubFixture hub;
  private final List<CiIssuer> issuers = new ArrayList<>();
  private final String acme;

  CiFixture(Path folder) throws Exception {
    this(folder, InstantSource.system());
  }

  /** The same, by another clock; commands have it too. */
  CiFixture(Path folder, InstantSource time) throws Exception {
    this.time = time;
    hub = HubFixture.start(folder, time);
    acme = hub.user("acme");
    hub.model(acme, "acme/m");
  }

  HubFixture hub() {
    return hub;
  }

  /** A token of acme that may write. */
  String acme() {
    return acme;
  }

  /** What a command printed and how it ended. */
  record Ran(int code, String out, String err) {}

  /** Runs a command beside the hub. */
  Ran run(String input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            new ByteArrayInputStream(input.getBytes(UTF_8)));
    Map<String, String> environment =
        Map.of("SLIPWAY_DATA", hub.folder().toString(), "SLIPWAY_PUBLIC_URL", hub.url());
    try (OpenHub open = new OpenHub(environment, time)) {
      int code = Main.commands(open, terminal).execute(arguments);
      return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
    }
  }

  /** A provider that the operator registered under a preset. */
  CiIssuer issuer(String preset, String path) throws Exception {
    CiIssuer issuer = unregistered(path);
    Ran ran = run("", "issuer", "add", issuer.url(), "--allow-private", "--preset", preset);
    if (ran.code() != 0) {
      throw new IllegalStateException(ran.err());
    }
    return issuer;
  }

  /** The same, with keys that the operator pasted: nobody is ever asked for them. */
  CiIssuer offline(String preset) throws Exception {
    CiIssuer issuer = unregistered("");
    Path keys = java.nio.file.Files.createTempFile(hub.folder(), "keys", ".json");
    java.nio.file.Files.writeString(keys, issuer.keySet());
    Ran ran = run("", "issuer", "add", issuer.url(), "--preset", preset, "--jwks", keys.toString());
    if (ran.code() != 0) {
      throw new IllegalStateException(ran.err());
    }
    return issuer;
  }

  /** A new token of a GitHub job of {@code acme/train} on its branch main. */
  String job(CiIssuer issuer) {
    return issuer.sign(issuer.github(hub.url()));
  }

  /** The details of the events of an action, in order. */
  List<JsonNode> audit(String action) {
    return hub.read(tx ->
        tx
            .handle()
            .createQuery("SELECT details FROM audit_event WHERE action = :action ORDER BY id")
            .bind("action", action)
            .mapTo(String.class)
            .list()
            .stream()
            .map(JSON::readTree)
            .toList());
  }

  /** A provider that nobody here has named. */
  CiIssuer unregistered(String path) throws Exception {
    CiIssuer issuer = new CiIssuer(path);
    issuers.add(issuer);
    return issuer;
  }

  /** Adds a publisher to {@code acme/m} by REST and gives its id. */
  String publisher(String issuer, Map<String, ?> claims, boolean readOnly) {
    HttpResponse<String> answer =
        hub.post(acme, PUBLISHERS, publisherBody(issuer, claims, readOnly));
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(answer.body());
    }
    return HubFixture.json(answer).get("id").stringValue();
  }

  static String publisherBody(String issuer, Map<String, ?> claims, boolean readOnly) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("issuerUrl", issuer);
    body.put("readOnly", readOnly);
    Map<String, Object> wanted = new LinkedHashMap<>();
    claims.forEach((name, value) -> wanted.put(name, Map.of("kind", "eq", "value", value)));
    body.put("claims", wanted);
    return JSON.writeValueAsString(body);
  }

  /** The parameters of an exchange as the client sends them. */
  static Map<String, Object> parameters(String idToken, String resource) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("grant_type", GRANT);
    body.put("subject_token_type", ID_TOKEN);
    body.put("subject_token", idToken);
    body.put("resource", resource);
    return body;
  }

  HttpResponse<String> exchange(String idToken, String resource) {
    return exchange(parameters(idToken, resource));
  }

  HttpResponse<String> exchange(Map<String, ?> parameters) {
    return hub.post(HubFixture.NOBODY, "/oauth/token", JSON.writeValueAsString(parameters));
  }

  HttpResponse<String> exchangeForm(Map<String, ?> parameters) {
    String form =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(String.valueOf(e.getValue()), UTF_8))
            .collect(Collectors.joining("&"));
    return hub.post(
        HubFixture.NOBODY,
        "/oauth/token",
        "application/x-www-form-urlencoded",
        java.net.http.HttpRequest.BodyPublishers.ofString(form));
  }

  /** The access token that an exchange must give. */
  String token(String idToken, String resource) {
    HttpResponse<String> answer = exchange(idToken, resource);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.body());
    }
    return HubFixture.json(answer).get("access_token").stringValue();
  }

  static String error(HttpResponse<String> answer) {
    JsonNode json = HubFixture.json(answer);
    return answer.statusCode() + " " + json.path("error").asString("");
  }

  /** Everything that an exchange could leave behind: tokens, used ID tokens, requests outside. */
  String traces() {
    long tokens = count("SELECT count(*) FROM access_token WHERE kind <> 'personal'");
    long used = count("SELECT coalesce(sum(uses), 0) FROM used_id_token");
    int outside = issuers.stream().mapToInt(CiIssuer::requests).sum();
    return tokens + " tokens, " + used + " uses, " + outside + " requests";
  }

  long count(String sql) {
    return hub.read(tx -> tx.handle().createQuery(sql).mapTo(Long.class).one());
  }

  @Override
  public void close() {
    hub.close();
    issuers.forEach(CiIssuer::close);
  }
}
