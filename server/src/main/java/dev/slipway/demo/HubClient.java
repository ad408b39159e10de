package dev.slipway.demo;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Talks to the demonstration's hub as any client would: over HTTP, with a token or without. */
final class HubClient implements AutoCloseable {

  /** No token. */
  static final String NOBODY = "";

  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String url;
  private final HttpClient http =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  HubClient(String url) {
    this.url = url;
  }

  /** What the hub answered. */
  record Answer(int status, String body) {

    /** The body as JSON; of a body that is none, a missing node. */
    JsonNode json() {
      return body.startsWith("{") || body.startsWith("[")
          ? JSON.readTree(body)
          : JSON.missingNode();
    }

    /** A text member of the body, or nothing. */
    String text(String member) {
      return json().path(member).asString("");
    }

    @Override
    public String toString() {
      return status + " " + body.strip();
    }
  }

  Answer get(String token, String path) throws IOException {
    return answer(send(request(token, path).GET(), BodyHandlers.ofString()));
  }

  Answer delete(String token, String path) throws IOException {
    return answer(send(request(token, path).DELETE(), BodyHandlers.ofString()));
  }

  Answer post(String token, String path, Map<String, Object> body) throws IOException {
    return post(token, path, "application/json", BodyPublishers.ofString(json(body)));
  }

  Answer post(String token, String path, String contentType, BodyPublisher body)
      throws IOException {
    return answer(
        send(
            request(token, path).header("Content-Type", contentType).POST(body),
            BodyHandlers.ofString()));
  }

  /** Sends a file to an address that is its own credential. */
  Answer put(String address, Path file) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).PUT(BodyPublishers.ofFile(file));
    return answer(send(request, BodyHandlers.ofString()));
  }

  /** Fetches a file as anybody; gives the status. */
  int download(String path, Path to) throws IOException {
    return send(request(NOBODY, path).GET(), BodyHandlers.ofFile(to)).statusCode();
  }

  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }

  private HttpRequest.Builder request(String token, String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    return token.equals(NOBODY) ? request : request.header("Authorization", "Bearer " + token);
  }

  private static Answer answer(HttpResponse<String> response) {
    return new Answer(response.statusCode(), response.body());
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler)
      throws IOException {
    try {
      return http.send(request.build(), handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("asking the hub").initCause(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
