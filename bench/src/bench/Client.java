package bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The requests of a client of the hub. Whatever is not 2xx is an exception. */
public final class Client implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LFS = "application/vnd.git-lfs+json";

  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  public Client(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** Something of a repository, as large as it says. */
  record LfsFile(Path file, String oid, long size) {}

  public void createModel(String fullName) throws Exception {
    String[] parts = fullName.split("/");
    send(
        request("/api/repos/create")
            .POST(json(Map.of("type", "model", "organization", parts[0], "name", parts[1]))));
  }

  /** One line of a commit. */
  static String line(String key, Map<String, Object> value) {
    return JSON.writeValueAsString(Map.of("key", key, "value", value)) + "\n";
  }

  /** Makes a commit of a whole NDJSON body; gives its id. */
  String commit(String model, byte[] ndjson) throws Exception {
    String answer =
        send(
            request("/api/models/" + model + "/commit/main")
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofByteArray(ndjson)));
    return JSON.readTree(answer).path("commitOid").asString("");
  }

  JsonNode get(String path) throws Exception {
    return JSON.readTree(send(request(path).GET()));
  }

  /** A page of a list, and the address of the next one; empty if it was the last. */
  record Page(JsonNode items, String next) {}

  /** By the JDK's older client: the newer one waits 40 ms for each answer of this size. */
  Page page(String address) throws Exception {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestProperty("Authorization", "Bearer " + token);
    byte[] body;
    try (InputStream in = connection.getInputStream()) {
      body = in.readAllBytes();
    }
    String link = connection.getHeaderField("Link");
    String next = link == null ? "" : link.substring(link.indexOf('<') + 1, link.indexOf('>'));
    return new Page(JSON.readTree(body), next);
  }

  /** Sends a large file as the hub wants it: in one piece, or in parts if those are offered. */
  void upload(String model, LfsFile file, String... transfers) throws Exception {
    String body =
        JSON.writeValueAsString(
            Map.of(
                "operation", "upload",
                "hash_algo", "sha256",
                "transfers", List.of(transfers),
                "objects", List.of(Map.of("oid", file.oid(), "size", file.size()))));
    JsonNode batch =
        JSON.readTree(
            send(
                request("/" + model + ".git/info/lfs/objects/batch")
                    .header("Content-Type", LFS)
                    .header("Accept", LFS)
                    .POST(BodyPublishers.ofString(body))));
    JsonNode upload = batch.path("objects").path(0).path("actions").path("upload");
    if (upload.isMissingNode()) {
      return;
    }
    String href = upload.path("href").asString("");
    if (upload.path("header").has("chunk_size")) {
      uploadParts(href, upload.path("header"), file);
    } else {
      put(href, BodyPublishers.ofFile(file.file()));
    }
  }

  private void uploadParts(String complete, JsonNode header, LfsFile file) throws Exception {
    long size = Long.parseLong(header.path("chunk_size").asString(""));
    List<Map<String, Object>> parts = new ArrayList<>();
    int number = 1;
    for (long from = 0; from < file.size(); from += size, number++) {
      String address = header.path("%05d".formatted(number)).asString("");
      long length = Math.min(size, file.size() - from);
      long start = from;
      BodyPublisher part =
          BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> Slice.of(file.file(), start, length)), length);
      String etag = put(address, part).headers().firstValue("ETag").orElseThrow();
      parts.add(Map.of("partNumber", number, "etag", etag));
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(complete))
            .header("Content-Type", LFS)
            .POST(json(Map.of("oid", file.oid(), "parts", parts)))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    check(request, answer.statusCode(), answer.body());
  }

  private HttpResponse<String> put(String address, BodyPublisher body) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).PUT(body).build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    check(request, answer.statusCode(), answer.body());
    return answer;
  }

  /** Reads a file to its end and gives the digest of what came. */
  String download(String path, String algorithm, String prefix) throws Exception {
    HttpRequest request = request(path).GET().build();
    HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        check(request, answer.statusCode(), new String(body.readAllBytes()));
      }
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(prefix.getBytes());
      byte[] buffer = new byte[128 * 1024];
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  private HttpRequest.Builder request(String path) {
    return authorized(HttpRequest.newBuilder(URI.create(url + path)));
  }

  private HttpRequest.Builder authorized(HttpRequest.Builder request) {
    return request.header("Authorization", "Bearer " + token);
  }

  private static BodyPublisher json(Object value) {
    return BodyPublishers.ofString(JSON.writeValueAsString(value));
  }

  private String send(HttpRequest.Builder builder) throws Exception {
    HttpRequest request = builder.build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    check(request, answer.statusCode(), answer.body());
    return answer.body();
  }

  private static void check(HttpRequest request, int status, String body) throws IOException {
    if (status / 100 != 2) {
      throw new IOException(request.method() + " " + request.uri() + ": " + status + " " + body);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
