package dev.slipway.xet;

import dev.slipway.xet.hashing.XetHash;
import java.io.IOException;
import java.io.InputStream;
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
