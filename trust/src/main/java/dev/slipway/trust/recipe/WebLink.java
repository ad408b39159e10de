package dev.slipway.trust.recipe;

import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The address of a page of the provider, made of claims. Only what comes behind scheme and host is
 * made of them, and everything in them is encoded: {@code {name}} is one segment, {@code {+name}}
 * is a path, whose slashes stay. Nothing is ever fetched from there.
 */
public record WebLink(Template path) {

  private static final String MANY_SEGMENTS = "+";

  /** Reads a path as it stands in a preset; it starts with a slash. */
  public static Parsed<WebLink> parse(String text) {
    if (!text.startsWith("/") || text.startsWith("//")) {
      return Parsed.malformed("a link starts with one slash");
    }
    return Template.parse(text)
        .then(path ->
            path.literals().chars().allMatch(WebLink::isPlain)
                    && path.literals().indexOf('#') == path.literals().lastIndexOf('#')
                ? Parsed.of(new WebLink(path))
                : Parsed.malformed("a link has only letters, digits and -._/?#=& in it"));
  }

  private static boolean isPlain(int c) {
    return Ascii.isLetterOrDigit(c) || "-._/?#=&".indexOf(c) >= 0;
  }

  /** The page at {@code web}, a scheme and a host; empty if one of the claims is missing or odd. */
  public Optional<URI> at(String web, Facts facts) {
    return path.fill(hole -> encoded(hole, facts)).map(rest -> URI.create(web + rest));
  }

  /** The names of the claims in it. */
  public List<String> claims() {
    return path.holes().stream()
        .map(hole -> hole.startsWith(MANY_SEGMENTS) ? hole.substring(1) : hole)
        .toList();
  }

  private static Optional<String> encoded(String hole, Facts facts) {
    return hole.startsWith(MANY_SEGMENTS)
        ? facts.text(hole.substring(1)).flatMap(WebLink::segments)
        : facts.text(hole).flatMap(WebLink::segment);
  }

  private static Optional<String> segments(String text) {
    List<String> encoded = new ArrayList<>();
    for (String segment : text.split("/", -1)) {
      Optional<String> one = segment(segment);
      if (one.isEmpty()) {
        return Optional.empty();
      }
      encoded.add(one.get());
    }
    return Optional.of(String.join("/", encoded));
  }

  /** Dots alone would lead elsewhere, encoded or not (RFC 3986, 5.2.4). */
  private static Optional<String> segment(String text) {
    if (text.isEmpty() || text.equals(".") || text.equals("..")) {
      return Optional.empty();
    }
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = Ascii.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_';
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return Optional.of(encoded.toString());
  }
}
