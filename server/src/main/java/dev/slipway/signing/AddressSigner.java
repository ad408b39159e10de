package dev.slipway.signing;

import dev.slipway.names.Parsed;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/**
 * Signs what an address allows, as one path segment: fields, an expiry, and an HMAC-SHA-256 over
 * both and over the purpose, so that an address for one thing is never one for another. Safe for
 * use by many threads.
 */
public final class AddressSigner {

  /** Name of the secret that keys the signer. */
  public static final String SECRET = "signed-addresses";

  private static final String SEPARATOR = "\n";

  private final byte[] key;
  private final InstantSource time;

  /** A signer with a key of 256 bits. */
  public AddressSigner(byte[] key, InstantSource time) {
    this.key = key.clone();
    this.time = time;
  }

  /**
   * A ticket that {@link #open} accepts for the same purpose until {@code lifetime} has passed.
   *
   * @param fields what is allowed, none with a line break
   */
  public String seal(String purpose, Duration lifetime, List<String> fields) {
    if (fields.stream().anyMatch(field -> field.contains(SEPARATOR))) {
      throw new IllegalArgumentException("a field of an address has no line break");
    }
    String expiry = String.valueOf(time.instant().plus(lifetime).getEpochSecond());
    String text = expiry + SEPARATOR + String.join(SEPARATOR, fields);
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    return base64.encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(mac(purpose, text));
  }

  /**
   * The fields of a ticket for {@code purpose}; one that is foreign, changed or too old is
   * malformed.
   */
  public Parsed<List<String>> open(String purpose, String ticket) {
    int dot = ticket.indexOf('.');
    if (dot < 0) {
      return Parsed.malformed("the address is not one of ours");
    }
    String text;
    byte[] mac;
    try {
      Base64.Decoder base64 = Base64.getUrlDecoder();
      text = new String(base64.decode(ticket.substring(0, dot)), StandardCharsets.UTF_8);
      mac = base64.decode(ticket.substring(dot + 1));
    } catch (IllegalArgumentException _) {
      return Parsed.malformed("the address is not one of ours");
    }
    if (!MessageDigest.isEqual(mac, mac(purpose, text))) {
      return Parsed.malformed("the address is not one of ours");
    }
    List<String> parts = List.of(text.split(SEPARATOR, -1));
    return Long.parseLong(parts.getFirst()) < time.instant().getEpochSecond()
        ? Parsed.malformed("the address has expired")
        : Parsed.of(parts.subList(1, parts.size()));
  }

  private byte[] mac(String purpose, String text) {
    return Hmac.of(
        key,
        (purpose + SEPARATOR).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8));
  }
}
