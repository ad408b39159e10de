package dev.slipway.main;

import static dev.slipway.main.HubFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.access.Scope;
import dev.slipway.http.Method;
import dev.slipway.http.Route;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoType;
import dev.slipway.xet.Vectors;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Those who might write to a repository {@code m} of the organisation lab, one of each type, and a
 * request of theirs to any route. Each has addresses and a token of the Xet store from before.
 */
final class PolicyRequests {

  /** Who asks. */
  enum Caller {
    WRITER,
    ADMINISTRATOR,
    PUBLISHER;

    boolean isPerson() {
      return this != PUBLISHER;
    }
  }

  private static final byte[] BYTES = "weights".getBytes(UTF_8);
  private static final String PARTED = "ab".repeat(32);
  private final Map<Caller, Map<RepoType, String>> tokens = new EnumMap<>(Caller.class);
  private final Map<Caller, Map<String, String>> earlier = new EnumMap<>(Caller.class);

  private final HubFixture hub;

  PolicyRequests(CiFixture ci) throws Exception {
    hub = ci.hub();
    String ann = hub.user("ann");
    String wim = hub.user("wim");
    ci.run("", "org", "add", "lab", "--owner", "ann");
    ci.run("", "org", "member", "lab", "wim", "--role", "write");
    for (RepoType type : RepoType.values()) {
      var key = hub.repo(ann, repo(type), true);
      token(Caller.ADMINISTRATOR, type, ann);
      token(Caller.WRITER, type, wim);
      token(Caller.PUBLISHER, type, hub.job(key, Scope.WRITE));
    }
    for (Caller caller : Caller.values()) {
      earlier.put(caller, earlier(caller));
    }
  }

  static RepoId repo(RepoType type) {
    return RepoId.of(type, "lab", "m").orThrow();
  }

  private void token(Caller caller, RepoType type, String token) {
    tokens.computeIfAbsent(caller, _ -> new EnumMap<>(RepoType.class)).put(type, token);
  }

  String token(Caller caller, RepoType type) {
    return tokens.getOrDefault(caller, Map.of()).getOrDefault(type, "");
  }

  /** Signed addresses by their purpose, and the token of the store. */
  private Map<String, String> earlier(Caller caller) throws Exception {
    String token = token(caller, RepoType.MODEL);
    var whole = json(hub.post(token, "/lab/m/info/lfs/objects/batch", whole()));
    String parted =
        """
        {"operation": "upload", "transfers": ["multipart"],
         "objects": [{"oid": "%s", "size": 200000000}]}
        """
            .formatted(PARTED);
    var parts = json(hub.post(token, "/lab/m/info/lfs/objects/batch", parted));
    Map<String, String> earlier = new LinkedHashMap<>();
    earlier.put("/lfs/upload/", whole.at("/objects/0/actions/upload/href").asString());
    earlier.put("/lfs/complete/", parts.at("/objects/0/actions/upload/href").asString());
    earlier.put("/lfs/part/", parts.at("/objects/0/actions/upload/header/00001").asString());
    earlier.put("/xet/", new XetClient(hub).writing(token, repo(RepoType.MODEL)));
    return earlier;
  }

  private static String whole() throws Exception {
    String oid = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    return "{\"operation\": \"upload\", \"objects\": [{\"oid\": \"%s\", \"size\": %d}]}"
        .formatted(oid, BYTES.length);
  }

  HttpResponse<String> send(Caller caller, Route route) throws Exception {
    String pattern = route.pattern();
    for (var given : earlier.getOrDefault(caller, Map.of()).entrySet()) {
      if (pattern.startsWith(given.getKey())) {
        return pattern.startsWith("/xet/")
            ? sendToStore(given.getValue(), pattern)
            : sendTo(given.getValue(), route);
      }
    }
    String path =
        pattern
            .replace("{ns}", "lab")
            .replace("{name}", route.method() == Method.DELETE && isBucket(pattern) ? "none" : "m")
            .replaceAll("\\{\\w+\\*}", pattern.contains("/commit/") ? "main" : "x")
            .replaceAll("\\{\\w+}", "x");
    String type =
        pattern.contains("/commit/") || pattern.endsWith("/batch") && isOfBucket(pattern)
            ? "application/x-ndjson"
            : "application/json";
    return hub.send(
        token(caller, type(pattern)),
        path,
        request ->
            request
                .header("Content-Type", type)
                .method(route.method().name(), BodyPublishers.ofString(body(pattern))));
  }

  private static boolean isBucket(String pattern) {
    return pattern.equals("/api/buckets/{ns}/{name}");
  }

  private static boolean isOfBucket(String pattern) {
    return pattern.startsWith("/api/buckets/");
  }

  private static RepoType type(String pattern) {
    for (RepoType type : RepoType.values()) {
      if (pattern.startsWith("/api/" + type.plural() + "/")
          || pattern.startsWith("/" + type.word() + "s/")) {
        return type;
      }
    }
    return RepoType.MODEL;
  }

  private static String body(String pattern) {
    if (pattern.contains("/commit/")) {
      return """
      {"key": "header", "value": {"summary": "s", "description": ""}}
      {"key": "file", "value": {"path": "%s", "content": "aGk=", "encoding": "base64"}}
      """
          .formatted(System.nanoTime());
    }
    if (isOfBucket(pattern) && pattern.endsWith("/batch")) {
      return "{\"type\": \"deleteFile\", \"path\": \"x\"}";
    }
    if (pattern.endsWith("/lfs-files/duplicate")) {
      return "{\"target\": {\"type\": \"%s\", \"name\": \"lab/m\"}, \"files\": []}"
          .formatted(type(pattern).word());
    }
    if (pattern.endsWith("/objects/batch")) {
      return "{\"operation\": \"upload\", \"objects\": [{\"oid\": \"%s\", \"size\": 7}]}"
          .formatted("cd".repeat(32));
    }
    return pattern.endsWith("/locks") ? "{\"path\": \"a.bin\"}" : "{}";
  }

  private HttpResponse<String> sendTo(String address, Route route) {
    String body = "{\"oid\": \"" + PARTED + "\", \"parts\": []}";
    return hub.send(
        HubFixture.NOBODY,
        address.substring(hub.url().length()),
        request ->
            route.method() == Method.POST
                ? request.POST(BodyPublishers.ofString(body))
                : request.PUT(BodyPublishers.ofByteArray(BYTES)));
  }

  private HttpResponse<String> sendToStore(String token, String pattern) {
    var xorb = Vectors.caseNamed("hello").get("xorbs").get(0);
    String path =
        pattern.replace("{prefix}", "default").replace("{hash}", Vectors.text(xorb, "hash"));
    byte[] body =
        path.contains("/shards") ? new byte[] {1, 2, 3} : Vectors.file(Vectors.text(xorb, "body"));
    return hub.send(token, path, request -> request.POST(BodyPublishers.ofByteArray(body)));
  }
}
