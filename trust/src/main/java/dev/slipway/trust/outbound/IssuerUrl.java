package dev.slipway.trust.outbound;

import dev.slipway.names.Ascii;
import dev.slipway.names.Issuer;
import dev.slipway.names.Parsed;
import java.util.ArrayList;
import java.util.List;

/**
 * An issuer whose address may be asked for keys (RFC 8414, 2), taken apart by hand: what stands
 * here has one reading only. For everybody: {@code https}, a lower-case host name with a dot in it,
 * no port, no user, query, fragment or escape, no empty or dotted path segment. For an issuer that
 * the operator lets be private also plain http, any port, IP literals and names without a dot.
 */
public record IssuerUrl(Issuer issuer, Target root) {

  private static final String WELL_KNOWN = ".well-known/openid-configuration";
  private static final int MAX_HOST_CHARACTERS = 253;
  private static final int MAX_LABEL_CHARACTERS = 63;
  private static final String PATH_PUNCTUATION = "-._~!$&'()*+,;=:@/";

  /** Reads the address of {@code issuer} as what anybody, or only the operator, may register. */
  public static Parsed<IssuerUrl> parse(Issuer issuer, boolean privateAllowed) {
    String text = issuer.text();
    boolean secure = text.startsWith("https://");
    if (!secure && !(privateAllowed && text.startsWith("http://"))) {
      return Parsed.malformed("an issuer's address starts with https://");
    }
    String rest = text.substring(text.indexOf("://") + "://".length());
    int slash = rest.indexOf('/');
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    if (!isPath(path)) {
      return Parsed.malformed(
          "an issuer's path has no query, fragment, escape, empty or dotted segment");
    }
    return authority(secure, authority, privateAllowed)
        .then(
            origin -> Parsed.of(new IssuerUrl(issuer, path.isEmpty() ? origin : at(origin, path))));
  }

  /** Reads host and port; what it gives is the root of that origin. */
  static Parsed<Target> authority(boolean secure, String authority, boolean privateAllowed) {
    int bracket = authority.indexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    String host = colon < 0 ? authority : authority.substring(0, colon);
    boolean known = isName(host) || (privateAllowed && (isWord(host) || isLiteral(host)));
    if (!known) {
      return Parsed.malformed(
          privateAllowed
              ? "an issuer's host is a lower-case name or an IP address"
              : "an issuer's host is a lower-case public name; others are for the operator to add");
    }
    if (colon < 0) {
      return Parsed.of(origin(secure, host, Target.defaultPort(secure)));
    }
    String port = authority.substring(colon + 1);
    if (!privateAllowed || !isPort(port)) {
      return Parsed.malformed("an issuer has no port, unless the operator adds it");
    }
    return Parsed.of(origin(secure, host, Integer.parseInt(port)));
  }

  private static Target origin(boolean secure, String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    return new Target(secure, bare, port, "/");
  }

  private static boolean isPath(String path) {
    return path.chars().allMatch(c -> Ascii.isLetterOrDigit(c) || PATH_PUNCTUATION.indexOf(c) >= 0)
        && !path.contains("//")
        && !(path + "/").contains("/./")
        && !(path + "/").contains("/../");
  }

  /** Labels and dots, the last label a word: {@code 127.1} and {@code 0x7f} are addresses. */
  private static boolean isName(String host) {
    List<String> labels = List.of(host.split("\\.", -1));
    return host.length() <= MAX_HOST_CHARACTERS
        && labels.size() > 1
        && labels.stream().allMatch(IssuerUrl::isLabel)
        && isWord(labels.getLast());
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= MAX_LABEL_CHARACTERS
        && !label.startsWith("-")
        && !label.endsWith("-")
        && label
            .chars()
            .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
  }

  private static boolean isWord(String label) {
    return isLabel(label) && !isNumber(label);
  }

  private static boolean isNumber(String label) {
    String digits = label.startsWith("0x") ? label.substring(2) : label;
    return label.startsWith("0x")
        ? digits.chars().allMatch(c -> Character.digit(c, 16) >= 0)
        : digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** An address of one spelling, IPv6 in brackets and in small letters. */
  private static boolean isLiteral(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    return bracketed == (bare.indexOf(':') >= 0)
        && bare.equals(Ascii.lowerCase(bare))
        && AddressLiteral.read(bare).isPresent();
  }

  private static boolean isPort(String port) {
    return !port.isEmpty()
        && port.length() <= 5
        && port.charAt(0) != '0'
        && port.chars().allMatch(c -> c >= '0' && c <= '9')
        && Integer.parseInt(port) <= 65_535;
  }

  /** Where the issuer describes itself: below its own path, not before it (Discovery 1.0, 4). */
  public Target wellKnown() {
    String path = root.path();
    return at(root, path.endsWith("/") ? path + WELL_KNOWN : path + "/" + WELL_KNOWN);
  }

  /**
   * Where its keys are, if {@code jwksUri} is of the issuer's own origin, or of a host that its
   * provider or the operator names for them. What follows the origin is taken as it stands, so
   * there is no second URL to be read in another way.
   */
  public Parsed<Target> keys(String jwksUri, Reach reach) {
    String scheme = root.secure() ? "https://" : "http://";
    for (String host : keyHosts(scheme, reach)) {
      String origin = scheme + host;
      if (isUnder(origin, jwksUri)) {
        return authority(root.secure(), host, reach.privateAddresses())
            .then(there -> Parsed.of(at(there, jwksUri.substring(origin.length()))));
      }
    }
    return Parsed.malformed("its jwks_uri is not at the issuer's own address");
  }

  private List<String> keyHosts(String scheme, Reach reach) {
    String rest = issuer.text().substring(scheme.length());
    int slash = rest.indexOf('/');
    String own = slash < 0 ? rest : rest.substring(0, slash);
    List<String> hosts = new ArrayList<>();
    hosts.add(own);
    reach.keyHosts().forEach(host -> hosts.add(host.text()));
    return hosts;
  }

  private static boolean isUnder(String origin, String uri) {
    return uri.startsWith(origin + "/")
        && uri.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#' && c != '\\');
  }

  private static Target at(Target origin, String path) {
    return new Target(origin.secure(), origin.host(), origin.port(), path);
  }
}
