package dev.slipway.xet;

import dev.slipway.xet.hashing.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** Generates the contents of the files of the vectors. */
public final class VectorInput {

  private VectorInput() {}

  public static byte[] of(JsonNode input) {
    return switch (Vectors.text(input, "kind")) {
      case "text" -> Vectors.text(input, "text").getBytes(StandardCharsets.UTF_8);
      case "fill" -> fill(input.get("length").asInt(), input.get("byte").asInt());
      case "splitmix64" -> splitmix(input.get("seed").asLong(), input.get("length").asInt());
      case "floats" -> floats(input.get("seed").asLong(), input.get("count").asInt());
      case "table" -> table(input.get("length").asInt());
      case "concat" -> concat(input.get("parts"));
      case "slice" ->
          Arrays.copyOfRange(
              of(input.get("of")), input.get("start").asInt(), input.get("end").asInt());
      default -> throw new IllegalArgumentException(input.toString());
    };
  }

  private static byte[] fill(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static byte[] splitmix(long seed, int length) {
    byte[] bytes = new byte[length + Long.BYTES];
    long state = seed;
    for (int at = 0; at < length; at += Long.BYTES) {
      state += 0x9E3779B97F4A7C15L;
      LittleEndian.put64(bytes, at, mixed(state));
    }
    return Arrays.copyOf(bytes, length);
  }

  private static byte[] floats(long seed, int count) {
    byte[] bytes = new byte[count * Float.BYTES];
    long state = seed;
    for (int i = 0; i < count; i++) {
      state += 0x9E3779B97F4A7C15L;
      float value = (float) (((mixed(state) >>> 40) / 16777216.0 - 0.5) * 0.04);
      LittleEndian.put32(bytes, i * Float.BYTES, Float.floatToRawIntBits(value));
    }
    return bytes;
  }

  private static byte[] table(int length) {
    var lines = new StringBuilder();
    for (long i = 0; lines.length() < length; i++) {
      lines.append(i).append(',').append(i * i % 997).append(",name-").append(i % 13).append('\n');
    }
    return Arrays.copyOf(lines.toString().getBytes(StandardCharsets.US_ASCII), length);
  }

  private static byte[] concat(JsonNode parts) {
    var out = new ByteArrayOutputStream();
    parts.forEach(part -> out.writeBytes(of(part)));
    return out.toByteArray();
  }

  private static long mixed(long state) {
    long z = state;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
