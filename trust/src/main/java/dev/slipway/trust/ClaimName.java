package dev.slipway.trust;

import dev.slipway.names.Parsed;
import dev.slipway.names.Unseen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a claim stands in a token: a member at the top level, or, if the name starts with {@code
 * /}, a JSON Pointer (RFC 6901). A name such as {@code oidc.circleci.com/project-id} is one member,
 * dots and slashes included.
 *
 * @param text 1 to 255 characters, none of them a control, bidirectional or zero-width one
 */
public record ClaimName(String text) implements Comparable<ClaimName> {

  /** Longest name, in characters. */
  public static final int MAX_CHARACTERS = 255;

  public ClaimName {
    problemOf(text)
        .ifPresent(problem -> {
          throw new IllegalArgumentException(problem);
        });
  }

  /** Reads a name as it stands in a form, a command or a request. */
  public static Parsed<ClaimName> parse(String text) {
    return problemOf(text)
        .map(Parsed::<ClaimName>malformed)
        .orElseGet(() -> Parsed.of(new ClaimName(text)));
  }

  private static Optional<String> problemOf(String text) {
    if (text.isBlank() || text.length() > MAX_CHARACTERS) {
      return Optional.of("a claim's name has 1 to " + MAX_CHARACTERS + " characters");
    }
    if (!isVisible(text)) {
      return Optional.of("a claim's name has no control, bidirectional or zero-width characters");
    }
    return text.startsWith("/") && hasLooseTilde(text)
        ? Optional.of(
            "a claim's name that starts with / is a JSON Pointer, where ~ stands in ~0 and ~1 only")
        : Optional.empty();
  }

  /** No controls, no bidirectional marks, no zero-width characters, no half surrogates. */
  static boolean isVisible(String text) {
    return isPlain(text) || text.codePoints().noneMatch(ClaimName::hides);
  }

  /** Nearly all texts are, and looking no closer saves most of the time. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static boolean hides(int c) {
    return Unseen.is(c) || Character.getType(c) == Character.UNASSIGNED;
  }

  private static boolean hasLooseTilde(String pointer) {
    for (int at = pointer.indexOf('~'); at >= 0; at = pointer.indexOf('~', at + 1)) {
      if (at + 1 == pointer.length() || "01".indexOf(pointer.charAt(at + 1)) < 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The same claim by its one name: a pointer of one segment is the member that it points to. Rules
   * are kept by name, and no spelling of a claim may get around them.
   */
  ClaimName plain() {
    List<String> segments = segments();
    String first = segments.getFirst();
    return segments.size() > 1 || first.startsWith("/") || problemOf(first).isPresent()
        ? this
        : new ClaimName(first);
  }

  /** The members to go through from the top of the token, at least one. */
  List<String> segments() {
    if (!text.startsWith("/")) {
      return List.of(text);
    }
    List<String> segments = new ArrayList<>();
    int from = 1;
    for (int slash = text.indexOf('/', 1); slash >= 0; slash = text.indexOf('/', from)) {
      segments.add(unescaped(text.substring(from, slash)));
      from = slash + 1;
    }
    segments.add(unescaped(text.substring(from)));
    return segments;
  }

  private static String unescaped(String segment) {
    // In this order, or ~01 would become a slash (RFC 6901, 4).
    return segment.replace("~1", "/").replace("~0", "~");
  }

  @Override
  public int compareTo(ClaimName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
