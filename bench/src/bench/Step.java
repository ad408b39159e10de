package bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One upload that can be done again, byte by byte.
 *
 * @param title of its commit, unlike any other
 * @param small inline files by path
 * @param large a file for LFS, if there is one; the path is its file's name
 */
record Step(String title, Map<String, byte[]> small, Optional<Client.LfsFile> large) {

  private static final int SMALL_FILES = 50;
  private static final int SMALL_BYTES = 8 * 1024;

  /** Fifty files of some kilobytes. */
  static Step small(String title, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int i = 0; i < SMALL_FILES; i++) {
      byte[] bytes = new byte[1 + random.nextInt(SMALL_BYTES)];
      random.nextBytes(bytes);
      files.put("data/%02d/file-%02d.txt".formatted(i % 7, i), bytes);
    }
    return new Step(title, files, Optional.empty());
  }

  /** Sends the large file, if there is one, and commits; gives the id of the commit. */
  String perform(Client client, String model) throws Exception {
    if (large.isPresent()) {
      client.upload(model, large.get(), "basic", "multipart");
    }
    return client.commit(model, body());
  }

  private byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    write(body, "header", Map.of("summary", title, "description", ""));
    small.forEach((path, bytes) ->
        write(
            body,
            "file",
            Map.of(
                "path", path,
                "content", Base64.getEncoder().encodeToString(bytes),
                "encoding", "base64")));
    large.ifPresent(file ->
        write(
            body,
            "lfsFile",
            Map.of(
                "path", path(file), "algo", "sha256", "oid", file.oid(), "size", file.size())));
    return body.toByteArray();
  }

  private static void write(ByteArrayOutputStream body, String key, Map<String, Object> value) {
    body.writeBytes(Client.line(key, value).getBytes(StandardCharsets.UTF_8));
  }

  private static String path(Client.LfsFile file) {
    return file.file().getFileName().toString();
  }

  /** What the branch holds after this step, by path, as SHA-256. */
  Map<String, String> after(Map<String, String> before) throws Exception {
    Map<String, String> after = new LinkedHashMap<>(before);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (Map.Entry<String, byte[]> file : small.entrySet()) {
      after.put(file.getKey(), HexFormat.of().formatHex(digest.digest(file.getValue())));
    }
    large.ifPresent(file -> after.put(path(file), file.oid()));
    return after;
  }
}
