package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.blobs.BlobKey;
import dev.slipway.blobs.FolderBlobStore;
import dev.slipway.names.BlobId;
import dev.slipway.names.RepoId;
import dev.slipway.names.RepoKey;
import dev.slipway.repos.RepoStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Puts files into repositories of a {@link HubFixture}. */
final class Shelf {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HubFixture hub;
  private final String token;

  Shelf(HubFixture hub, String token) {
    this.hub = hub;
    this.token = token;
  }

  /** Commits small files to the default branch, and gives the commit's id. */
  String write(RepoId id, Map<String, String> files) {
    return write(id, "main", files);
  }

  /** Commits small files to a branch. */
  String write(RepoId id, String branch, Map<String, String> files) {
    String lines =
        files.entrySet().stream()
            .map(file -> line(file.getKey(), file.getValue()))
            .collect(Collectors.joining("\n"));
    return commit(id, branch, lines);
  }

  private static String line(String path, String text) {
    String content = Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    return JSON.writeValueAsString(
        Map.of(
            "key",
            "file",
            "value",
            Map.of("path", path, "content", content, "encoding", "base64")));
  }

  /** Commits a large file that was uploaded before, and gives its SHA-256. */
  String writeLarge(RepoId id, String path, byte[] bytes) throws IOException {
    BlobId blob = BlobId.of(sha256(bytes));
    Path file = Files.write(Files.createTempFile(hub.folder(), "upload", ""), bytes);
    new FolderBlobStore(hub.folder().resolve("blobs"), InstantSource.system())
        .publish(file, BlobKey.of(blob));
    RepoKey key = hub.read(tx -> new RepoStore().resolve(tx, id).orElseThrow().key());
    hub.write(tx ->
        tx.handle()
            .createUpdate(
                """
                INSERT INTO repo_blob (repo_key, sha256, size, added_at)
                VALUES (:repo, :blob, :size, 0) ON CONFLICT DO NOTHING
                """)
            .bind("repo", key.hex())
            .bind("blob", blob.hex())
            .bind("size", bytes.length)
            .execute());
    Map<String, Object> value =
        Map.of("path", path, "algo", "sha256", "size", bytes.length, "oid", blob.hex());
    commit(id, "main", JSON.writeValueAsString(Map.of("key", "lfsFile", "value", value)));
    return blob.hex();
  }

  /** Commits a large file that the repository holds already. */
  String refer(RepoId id, String path, String sha256) {
    Map<String, Object> value = Map.of("path", path, "algo", "sha256", "oid", sha256);
    return commit(id, "main", JSON.writeValueAsString(Map.of("key", "lfsFile", "value", value)));
  }

  private String commit(RepoId id, String branch, String lines) {
    String body = "{\"key\":\"header\",\"value\":{\"summary\":\"Add files\"}}\n" + lines;
    var answer =
        hub.post(
            token,
            id.apiPath() + "/commit/" + branch,
            "application/x-ndjson",
            java.net.http.HttpRequest.BodyPublishers.ofString(body));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return HubFixture.json(answer).get("commitOid").asString();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
