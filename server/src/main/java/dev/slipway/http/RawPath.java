package dev.slipway.http;

import dev.slipway.names.Parsed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request as it came: split at literal slashes first, each segment percent-decoded
 * after, because clients put whole revisions and paths into one segment ({@code refs%2Fpr%2F1}).
 */
final class RawPath {

  private static final int HEX = 16;

  private RawPath() {}

  /**
   * Decoded segments; {@code .} and {@code ..} are refused wherever a decoded slash separates them.
   */
  static Parsed<List<String>> segments(String rawPath) {
    if (!rawPath.startsWith("/")) {
      return Parsed.malformed("a path starts with a slash");
    }
    List<String> segments = new ArrayList<>();
    for (String raw : rawPath.substring(1).split("/", -1)) {
      String decoded;
      try {
        decoded = decode(raw);
      } catch (CharacterCodingException | NumberFormatException e) {
        return Parsed.malformed("the path is not percent-encoded UTF-8");
      }
      if (navigates(decoded)) {
        return Parsed.malformed("the path contains \".\" or \"..\" or a NUL");
      }
      segments.add(decoded);
    }
    return Parsed.of(List.copyOf(segments));
  }

  private static boolean navigates(String decoded) {
    if (decoded.indexOf('\0') >= 0) {
      return true;
    }
    for (String part : decoded.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  private static String decode(String raw) throws CharacterCodingException {
    if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
      return raw;
    }
    byte[] text = raw.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(text.length);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '%') {
        bytes.put((byte) (digit(text, i + 1) * HEX + digit(text, i + 2)));
        i += 2;
      } else {
        bytes.put(text[i]);
      }
    }
    return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
  }

  private static int digit(byte[] text, int index) {
    int digit = index < text.length ? Character.digit(text[index], HEX) : -1;
    if (digit < 0) {
      throw new NumberFormatException("not a percent-encoded byte");
    }
    return digit;
  }
}
