package dev.slipway.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.demo.HubClient.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a client does to upload a folder: ask what goes where, send the large files, commit. */
final class Upload {

  private static final String WEIGHTS = "model.safetensors";
  private static final String CARD = "README.md";

  private final HubClient client;
  private final String token;
  private final String model;

  Upload(HubClient client, String token, String model) {
    this.client = client;
    this.token = token;
    this.model = model;
  }

  /** Asks what goes where; from here on only a token that may write gets an answer. */
  Answer preupload(Checkpoint checkpoint) throws IOException {
    byte[] card = Checkpoint.README.getBytes(UTF_8);
    return client.post(
        token,
        "/api/models/" + model + "/preupload/main",
        Map.of(
            "files",
            List.of(
                Map.of("path", CARD, "size", card.length, "sample", base64(card)),
                Map.of(
                    "path",
                    WEIGHTS,
                    "size",
                    checkpoint.size(),
                    "sample",
                    base64(checkpoint.sample())))));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** Which way the hub wants a file: {@code lfs} or {@code regular}. */
  static String mode(Answer preupload, String path) {
    for (JsonNode file : preupload.json().path("files")) {
      if (file.path("path").asString("").equals(path)) {
        return file.path("uploadMode").asString("");
      }
    }
    return "";
  }

  /** Asks where the weights may be sent. */
  Answer batch(Checkpoint checkpoint) throws IOException {
    Map<String, Object> body =
        Map.of(
            "operation",
            "upload",
            "transfers",
            List.of("basic"),
            "hash_algo",
            "sha256",
            "objects",
            List.of(Map.of("oid", checkpoint.oid(), "size", checkpoint.size())));
    return client.post(
        token,
        "/" + model + ".git/info/lfs/objects/batch",
        "application/vnd.git-lfs+json",
        BodyPublishers.ofString(HubClient.json(body)));
  }

  /** Sends the weights where the answer says. */
  Answer transfer(Checkpoint checkpoint, Answer batch) throws IOException {
    JsonNode actions = batch.json().path("objects").path(0).path("actions");
    return client.put(actions.path("upload").path("href").asString(""), checkpoint.weights());
  }

  /** Makes one commit of both files. */
  Answer commit(Checkpoint checkpoint) throws IOException {
    String card = base64(Checkpoint.README.getBytes(UTF_8));
    String lines =
        line("header", Map.of("summary", "Publish the model", "description", ""))
            + line("file", Map.of("path", CARD, "content", card, "encoding", "base64"))
            + line(
                "lfsFile",
                Map.of(
                    "path",
                    WEIGHTS,
                    "algo",
                    "sha256",
                    "oid",
                    checkpoint.oid(),
                    "size",
                    checkpoint.size()));
    return client.post(
        token,
        "/api/models/" + model + "/commit/main",
        "application/x-ndjson",
        BodyPublishers.ofString(lines));
  }

  private static String line(String key, Map<String, Object> value) {
    return HubClient.json(Map.of("key", key, "value", value)) + "\n";
  }
}
