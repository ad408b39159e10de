package dev.slipway.main;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.names.RepoId;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.packing.ChunkBatch;
import dev.slipway.xet.packing.ChunkHeader;
import dev.slipway.xet.packing.Limits;
import dev.slipway.xet.packing.Malformation;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Speaks to the Xet store of a {@link HubFixture} as the clients do. */
final class XetClient {

  private final HubFixture hub;

  XetClient(HubFixture hub) {
    this.hub = hub;
  }

  /** A token of the store by which a repository is written to. */
  String writing(String token, RepoId repo) {
    return storeToken(token, repo.apiPath() + "/xet-write-token/main");
  }

  /** A token of the store by which a repository is read. */
  String reading(String token, RepoId repo) {
    return storeToken(token, repo.apiPath() + "/xet-read-token/main");
  }

  /** The token of the store that an address gives out. */
  String storeToken(String token, String path) {
    HttpResponse<String> answer = hub.get(token, path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return HubFixture.json(answer).get("accessToken").asString();
  }

  HttpResponse<String> postXorb(String storeToken, String hash, byte[] body) {
    return post(storeToken, "/v1/xorbs/default/" + hash, body);
  }

  HttpResponse<String> postShard(String storeToken, byte[] body) {
    return post(storeToken, "/v2/shards", body);
  }

  HttpResponse<String> post(String storeToken, String path, byte[] body) {
    return hub.send(
        storeToken, "/xet" + path, request -> request.POST(BodyPublishers.ofByteArray(body)));
  }

  HttpResponse<String> get(String storeToken, String path) {
    return hub.get(storeToken, "/xet" + path);
  }

  HttpResponse<String> head(String storeToken, String path) {
    return hub.send(storeToken, "/xet" + path, HttpRequest.Builder::HEAD);
  }

  /** Sends the uploads of a case, after those that it needs. */
  void upload(String storeToken, String caseName) {
    JsonNode upload = Vectors.caseNamed(caseName);
    uploadXorbs(storeToken, upload);
    for (JsonNode shard : Vectors.list(upload.get("shards"))) {
      must(postShard(storeToken, Vectors.file(Vectors.text(shard, "body"))));
    }
  }

  /** Sends the xorbs of a case, and the uploads that it needs. */
  void uploadXorbs(String storeToken, JsonNode upload) {
    uploadNeeds(storeToken, upload);
    for (JsonNode xorb : Vectors.list(upload.get("xorbs"))) {
      must(
          postXorb(
              storeToken, Vectors.text(xorb, "hash"), Vectors.file(Vectors.text(xorb, "body"))));
    }
  }

  /** Sends the xorbs of the cases that a case needs. */
  void uploadNeeds(String storeToken, JsonNode upload) {
    if (upload.get("needs") != null) {
      for (JsonNode needed : Vectors.list(upload.get("needs"))) {
        uploadXorbs(storeToken, Vectors.caseNamed(needed.asString()));
      }
    }
  }

  private static void must(HttpResponse<String> answer) {
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(answer.uri() + ": " + answer.body());
    }
  }

  /** Bytes of a stored xorb that are to be fetched, with their chunks. */
  record Part(int start, int end, long first, long last, String url) {}

  /** How a file, or a range of it, is put together. */
  record Plan(int offset, List<JsonNode> terms, Map<String, List<Part>> parts) {

    /** What is to be fetched of a xorb. */
    List<Part> partsOf(String xorb) {
      return parts.getOrDefault(xorb, List.of());
    }

    /** Where the first bytes are to be had. */
    Part firstPart() {
      return parts.values().iterator().next().getFirst();
    }
  }

  /**
   * Asks for a reconstruction.
   *
   * @param version {@code v1} or {@code v2}
   * @param range the header, or nothing
   */
  HttpResponse<String> reconstruction(
      String storeToken, String version, String file, String range) {
    return hub.send(
        storeToken,
        "/xet/" + version + "/reconstructions/" + file,
        request -> range.isEmpty() ? request.GET() : request.header("Range", range).GET());
  }

  /** The plan of a whole file. */
  Plan plan(String storeToken, String file) {
    HttpResponse<String> answer = reconstruction(storeToken, "v2", file, "");
    must(answer);
    return plan("v2", HubFixture.json(answer));
  }

  /** Reads the shape of one version. */
  static Plan plan(String version, JsonNode json) {
    boolean isFirst = version.equals("v1");
    Map<String, List<Part>> parts = new HashMap<>();
    json.get(isFirst ? "fetch_info" : "xorbs")
        .properties()
        .forEach(xorb ->
            parts.put(
                xorb.getKey(),
                Vectors.list(xorb.getValue()).stream()
                    .map(entry -> isFirst ? firstShape(entry) : secondShape(entry))
                    .toList()));
    return new Plan(
        json.get("offset_into_first_range").asInt(), Vectors.list(json.get("terms")), parts);
  }

  private static Part firstShape(JsonNode entry) {
    return part(entry.get("range"), entry.get("url_range"), Vectors.text(entry, "url"));
  }

  private static Part secondShape(JsonNode entry) {
    List<JsonNode> ranges = Vectors.list(entry.get("ranges"));
    if (ranges.size() != 1) {
      throw new AssertionError("a client would ask for several ranges at once: " + entry);
    }
    JsonNode range = ranges.getFirst();
    return part(range.get("chunks"), range.get("bytes"), Vectors.text(entry, "url"));
  }

  static Part part(JsonNode chunks, JsonNode bytes, String url) {
    return new Part(
        chunks.get("start").asInt(),
        chunks.get("end").asInt(),
        bytes.get("start").asLong(),
        bytes.get("end").asLong(),
        url);
  }

  /** Fetches bytes of a xorb, from a signed address and without credentials. */
  HttpResponse<byte[]> fetch(String url, long first, long last) {
    return hub.send(
        HubFixture.NOBODY,
        url.substring(hub.url().length()),
        request -> request.header("Range", "bytes=%d-%d".formatted(first, last)),
        BodyHandlers.ofByteArray());
  }

  /** Fetches all that a plan names, and puts it together. */
  byte[] assemble(Plan plan) throws Malformation {
    Map<String, byte[]> chunks = new HashMap<>();
    for (Map.Entry<String, List<Part>> xorb : plan.parts().entrySet()) {
      for (Part part : xorb.getValue()) {
        HttpResponse<byte[]> answer = fetch(part.url(), part.first(), part.last());
        if (answer.statusCode() != 206) {
          throw new AssertionError(answer.statusCode() + " " + new String(answer.body(), UTF_8));
        }
        List<byte[]> unpacked = unpack(answer.body());
        for (int i = 0; i < unpacked.size(); i++) {
          chunks.put(xorb.getKey() + " " + (part.start() + i), unpacked.get(i));
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (JsonNode term : plan.terms()) {
      JsonNode range = term.get("range");
      for (int i = range.get("start").asInt(); i < range.get("end").asInt(); i++) {
        out.writeBytes(Objects.requireNonNull(chunks.get(Vectors.text(term, "hash") + " " + i)));
      }
    }
    byte[] all = out.toByteArray();
    return java.util.Arrays.copyOfRange(all, plan.offset(), all.length);
  }

  private static List<byte[]> unpack(byte[] packed) throws Malformation {
    ChunkBatch batch = new ChunkBatch(Limits.CHUNK_BYTES);
    List<byte[]> chunks = new ArrayList<>();
    for (int at = 0; at < packed.length; ) {
      ChunkHeader header = ChunkHeader.read(packed, at);
      at += ChunkHeader.BYTES;
      batch.clear();
      batch.add(header, packed, at);
      byte[] chunk = new byte[header.unpackedLength()];
      batch.copy(0, chunk, 0, chunk.length);
      chunks.add(chunk);
      at += header.packedLength();
    }
    return chunks;
  }
}
