package dev.slipway.trust.outbound;

/**
 * What to fetch. Made of parts that a grammar has already taken apart, so that no two readers of
 * one URL can disagree about its host.
 *
 * @param secure https, or plain http
 * @param host a name, an IPv4 address, or an IPv6 address without brackets
 * @param port 1 to 65535
 * @param path starts with a slash; visible ASCII, a query included if there is one
 */
public record Target(boolean secure, String host, int port, String path) {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  public Target {
    if (host.isEmpty() || !isVisibleAscii(host) || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException("not a host");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port");
    }
    // A line feed here would be a second request.
    if (!path.startsWith("/") || !isVisibleAscii(path)) {
      throw new IllegalArgumentException("not a path");
    }
  }

  private static boolean isVisibleAscii(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  /** The port that the scheme stands for. */
  public static int defaultPort(boolean secure) {
    return secure ? HTTPS : HTTP;
  }

  /** The value of the {@code Host} header (RFC 9110, 7.2). */
  String authority() {
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == defaultPort(secure) ? name : name + ":" + port;
  }
}
