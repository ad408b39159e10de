package dev.slipway.trust.recipe;

import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import dev.slipway.trust.recipe.Template.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the addresses of one kind of issuer look like, and where its pages are. In both {@code {}}
 * stands for letters, digits, {@code -} and {@code _}, {@code {host}} for a host that may have a
 * port, {@code {path}} for segments, {@code {scheme}} for {@code http} or {@code https}; {@code
 * {=}} for what the first {@code {}} was.
 *
 * @param web the address of the pages, or a text that is empty if there are none
 */
public record IssuerShape(Template address, Optional<Template> web) {

  private static final String LABEL = "";
  private static final String AGAIN = "=";
  private static final List<String> HOLES = List.of(LABEL, AGAIN, "host", "path", "scheme");

  /** Reads a shape; {@code web} is empty where the provider has no pages. */
  public static Parsed<IssuerShape> parse(String address, String web) {
    return template(address)
        .then(shape ->
            web.isEmpty()
                ? Parsed.of(new IssuerShape(shape, Optional.empty()))
                : pages(web).then(pages -> Parsed.of(new IssuerShape(shape, Optional.of(pages)))));
  }

  private static Parsed<Template> pages(String web) {
    return web.endsWith("/")
        ? Parsed.malformed("the address of the pages does not end in a slash")
        : template(web);
  }

  private static Parsed<Template> template(String text) {
    if (!text.startsWith("https://") && !text.startsWith("{scheme}://")) {
      return Parsed.malformed("an address starts with https:// or {scheme}://");
    }
    return Template.parse(text)
        .then(template -> {
          if (!HOLES.containsAll(template.holes())) {
            return Parsed.malformed("an address has no other holes than " + HOLES);
          }
          return template.literals().chars().allMatch(IssuerShape::isPlain)
              ? Parsed.of(template)
              : Parsed.malformed("an address has only letters, digits and -._:/ in it");
        });
  }

  private static boolean isPlain(int c) {
    return Ascii.isLetterOrDigit(c) || "-._:/".indexOf(c) >= 0;
  }

  /** Whether an issuer has such an address, letter by letter. */
  public boolean fits(String issuer) {
    return holes(issuer).isPresent();
  }

  /** Where the pages of that issuer are; without a final slash. */
  public Optional<String> web(String issuer) {
    return holes(issuer)
        .flatMap(holes ->
            web.flatMap(template -> template.fill(name -> Optional.ofNullable(holes.get(name)))));
  }

  private Optional<Map<String, String>> holes(String issuer) {
    Map<String, String> holes = new HashMap<>();
    int at = 0;
    for (Part part : address.parts()) {
      int end =
          switch (part) {
            case Part.Literal(String text) -> issuer.startsWith(text, at) ? at + text.length() : -1;
            case Part.Hole(String name) -> end(name, issuer, at, holes);
          };
      if (end < 0) {
        return Optional.empty();
      }
      if (part instanceof Part.Hole(String name)) {
        holes.putIfAbsent(name, issuer.substring(at, end));
      }
      at = end;
    }
    return at == issuer.length() ? Optional.of(holes) : Optional.empty();
  }

  /** Where a hole ends that begins at {@code at}: as far as it can; -1 if it stays empty. */
  private static int end(String hole, String issuer, int at, Map<String, String> before) {
    int end =
        switch (hole) {
          case "host" -> port(issuer, run(issuer, at, "-."));
          case "path" -> run(issuer, at, "-._~/");
          default -> run(issuer, at, "-_");
        };
    String text = issuer.substring(at, end);
    boolean fine =
        switch (hole) {
          case AGAIN -> text.equals(before.get(LABEL));
          case "scheme" -> text.equals("http") || text.equals("https");
          case "path" -> List.of(text.split("/", -1)).stream().noneMatch(IssuerShape::leadsAway);
          default -> true;
        };
    return end > at && fine ? end : -1;
  }

  private static boolean leadsAway(String segment) {
    return segment.isEmpty() || segment.equals(".") || segment.equals("..");
  }

  private static int run(String text, int from, String others) {
    int end = from;
    while (end < text.length()
        && (Ascii.isLetterOrDigit(text.charAt(end)) || others.indexOf(text.charAt(end)) >= 0)) {
      end++;
    }
    return end;
  }

  private static int port(String text, int colon) {
    int end = colon + 1;
    if (colon >= text.length() || text.charAt(colon) != ':') {
      return colon;
    }
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
