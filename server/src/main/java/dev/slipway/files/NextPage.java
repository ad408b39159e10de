package dev.slipway.files;

import dev.slipway.http.PublicUrl;
import dev.slipway.http.Reply;
import dev.slipway.http.Request;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The address of the page that follows, as clients want it: absolute, with one space before {@code
 * rel="next"}. Where the last page ended stands in {@code cursor}, opaque to them.
 */
public final class NextPage {

  /** The query parameter that says where to go on. */
  public static final String CURSOR = "cursor";

  private static final String UNSAFE = " \"<>\\^`{|}";

  private final PublicUrl publicUrl;

  /** Addresses that begin with {@code publicUrl}. */
  public NextPage(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  /** {@code reply} with the address of what follows behind {@code cursor}. */
  public Reply behind(String cursor, Request request, Reply reply) {
    byte[] bytes = cursor.getBytes(StandardCharsets.UTF_8);
    String opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return link(CURSOR, opaque, request, reply);
  }

  /** {@code reply} with the address of the same list where {@code name} is {@code value}. */
  public Reply link(String name, String value, Request request, Reply reply) {
    List<String> pairs = new ArrayList<>();
    for (String pair : request.rawQuery().split("&", -1)) {
      if (!pair.isEmpty() && !isNamed(pair, name)) {
        pairs.add(pair);
      }
    }
    pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    String path = request.rawPath() + "?" + String.join("&", pairs);
    return reply.header("Link", "<" + publicUrl.at(visible(path)) + ">; rel=\"next\"");
  }

  private static boolean isNamed(String pair, String name) {
    int equals = pair.indexOf('=');
    String encoded = equals < 0 ? pair : pair.substring(0, equals);
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8).equals(name);
  }

  /** What a client sent unencoded, encoded: a header is ASCII, and {@code >} ends the address. */
  private static String visible(String address) {
    StringBuilder out = new StringBuilder(address.length());
    address
        .codePoints()
        .forEach(c -> {
          if (c > ' ' && c < 0x7F && UNSAFE.indexOf(c) < 0) {
            out.append((char) c);
          } else {
            out.append(URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8));
          }
        });
    return out.toString();
  }

  /** The text that {@link #behind} was given, from the request's {@code cursor}. */
  public static Parsed<String> cursor(String opaque) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(opaque);
      return new Value<>(new String(bytes, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException _) {
      return Parsed.malformed("\"cursor\" is not one of this list");
    }
  }
}
