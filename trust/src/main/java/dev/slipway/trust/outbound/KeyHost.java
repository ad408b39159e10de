package dev.slipway.trust.outbound;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;

/**
 * Another host that an issuer may keep its keys at, because its provider or the operator says so
 * (rule D6).
 *
 * @param text as it stands in a URL: a host name, and for a private issuer also an address or port
 */
public record KeyHost(String text) {

  /** Reads what the operator wrote, by the rules for an issuer's own host. */
  public static Parsed<KeyHost> parse(String text, boolean privateAllowed) {
    return switch (IssuerUrl.authority(true, text, privateAllowed)) {
      case Value<Target> _ -> Parsed.of(new KeyHost(text));
      case Malformed<Target> _ ->
          Parsed.malformed(
              "a host for keys is a lower-case public name without a port;"
                  + " of an issuer that may be private also an address or with a port");
    };
  }
}
