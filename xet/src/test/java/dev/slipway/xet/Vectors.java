package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Uploads as real clients made them, with what a server has to make of them. */
public final class Vectors {

  public static final JsonNode INDEX = new JsonMapper().readTree(file("index.json"));

  private Vectors() {}

  public static List<JsonNode> cases() {
    return list(INDEX.get("cases"));
  }

  public static JsonNode caseNamed(String name) {
    return cases().stream().filter(c -> text(c, "name").equals(name)).findFirst().orElseThrow();
  }

  /** Bodies that must be refused, of those for {@code xorbs} or for {@code shards}. */
  public static List<JsonNode> refused(String endpoint) {
    return list(INDEX.get("must_be_refused")).stream()
        .filter(wrong -> text(wrong, "endpoint").equals(endpoint))
        .toList();
  }

  /** The body of one of those, which is the body of a case with something changed. */
  public static byte[] wrongBody(JsonNode wrong) {
    byte[] body = file(text(wrong, "body"));
    if (wrong.get("flip") != null) {
      body[wrong.get("flip").asInt()] ^= 1;
    }
    if (wrong.get("set") != null) {
      byte[] bytes = HexFormat.of().parseHex(wrong.get("set").get(1).asString());
      System.arraycopy(bytes, 0, body, wrong.get("set").get(0).asInt(), bytes.length);
    }
    if (wrong.get("truncate") != null) {
      body = Arrays.copyOf(body, wrong.get("truncate").asInt());
    }
    if (wrong.get("append_hex") != null) {
      byte[] more = HexFormat.of().parseHex(text(wrong, "append_hex"));
      int length = body.length;
      body = Arrays.copyOf(body, length + more.length);
      System.arraycopy(more, 0, body, length, more.length);
    }
    return body;
  }

  public static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static String text(JsonNode node, String name) {
    return node.get(name).asString();
  }

  public static XetHash hash(JsonNode node, String name) {
    return XetHash.parse(text(node, name)).orThrow();
  }

  public static byte[] file(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream("/xet-vectors/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no vector " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("reading vector " + path, e);
    }
  }
}
