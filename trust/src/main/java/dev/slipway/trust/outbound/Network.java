package dev.slipway.trust.outbound;

import dev.slipway.names.Parsed;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of addresses as operators write it: an address, and how many of its leading bits count.
 *
 * @param bits 0 to 32 for IPv4, to 128 for IPv6; all bits of the address behind them are zero
 */
public record Network(InetAddress address, int bits) {

  public Network {
    byte[] bytes = address.getAddress();
    if (bits < 0 || bits > bytes.length * Byte.SIZE || hasBitsFrom(bytes, bits)) {
      throw new IllegalArgumentException("not a network");
    }
  }

  /**
   * Reads {@code 10.1.0.0/16}, or an address that stands for itself alone. Only the one decimal
   * spelling of IPv4, and no IPv6 zone: what two readers could take for two networks is none.
   */
  public static Parsed<Network> parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    Optional<InetAddress> address = AddressLiteral.read(literal);
    if (address.isEmpty()) {
      return Parsed.malformed("a network is written like 10.1.0.0/16 or fd00::/8");
    }
    byte[] bytes = address.get().getAddress();
    int most = bytes.length * Byte.SIZE;
    int bits = slash < 0 ? most : number(text.substring(slash + 1));
    if (bits < 0 || bits > most) {
      return Parsed.malformed("behind the slash of a network stands a number up to " + most);
    }
    if (hasBitsFrom(bytes, bits)) {
      return Parsed.malformed(
          "the address " + literal + " has bits behind the first " + bits + "; a network has none");
    }
    return Parsed.of(new Network(address.get(), bits));
  }

  private static int number(String digits) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() <= 3
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Integer.parseInt(digits) : -1;
  }

  private static boolean hasBitsFrom(byte[] bytes, int first) {
    for (int bit = first; bit < bytes.length * Byte.SIZE; bit++) {
      if (isSet(bytes, bit)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / Byte.SIZE] & (0x80 >> (bit % Byte.SIZE))) != 0;
  }

  /** Whether an address of these 4 or 16 bytes lies in it. */
  boolean includes(byte[] other) {
    byte[] own = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (isSet(own, bit) != isSet(other, bit)) {
        return false;
      }
    }
    return true;
  }

  /** As an operator would write it. */
  public String text() {
    return address.getHostAddress() + "/" + bits;
  }
}
