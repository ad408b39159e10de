package dev.slipway.http;

import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * The address under which users reach the hub: an origin, as they write it in {@code HF_ENDPOINT}.
 * It comes from configuration alone, never from a request's {@code Host}.
 *
 * @param origin scheme, host and port, without a slash at the end
 */
public record PublicUrl(String origin) {

  /** Reads an origin; a final slash is dropped, a path refused. */
  public static Parsed<PublicUrl> parse(String text) {
    String origin = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      URI uri = new URI(origin);
      String scheme = uri.getScheme() == null ? "" : Ascii.lowerCase(uri.getScheme());
      boolean isOrigin =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawPath().isEmpty();
      if (isOrigin) {
        return Parsed.of(new PublicUrl(origin));
      }
    } catch (URISyntaxException _) {
      // answered below
    }
    return Parsed.malformed("an address such as https://hub.example, without a path");
  }

  /** An absolute address: {@code path} begins with a slash and is percent-encoded already. */
  public String at(String path) {
    return origin + path;
  }

  /** Whether users reach the hub over TLS. */
  public boolean isSecure() {
    return Ascii.lowerCase(origin).startsWith("https:");
  }

  @Override
  public String toString() {
    return origin;
  }
}
