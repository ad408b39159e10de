package dev.slipway.http;

import dev.slipway.names.Parsed;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A body of {@code application/x-www-form-urlencoded}: every value of every name, in order. */
public record FormBody(Map<String, List<String>> fields) {

  /** Reads {@code a=1&a=2&b=3}. */
  public static Parsed<FormBody> parse(byte[] bytes) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      for (String pair : text.isEmpty() ? new String[0] : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        fields.computeIfAbsent(decode(name), _ -> new ArrayList<>()).add(decode(value));
      }
    } catch (CharacterCodingException | IllegalArgumentException _) {
      return Parsed.malformed("the body is not a form in percent-encoded UTF-8");
    }
    return Parsed.of(new FormBody(fields));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The first value of a field. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** Every value of a field. */
  public List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }
}
