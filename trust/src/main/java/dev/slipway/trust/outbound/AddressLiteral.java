package dev.slipway.trust.outbound;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * Addresses as text, in spellings that every reader takes for the same one: IPv4 as four plain
 * decimal numbers; IPv6 in groups of at most four digits, without a zone and without an IPv4
 * address inside.
 */
final class AddressLiteral {

  private static final int MAX_GROUP_DIGITS = 4;

  private AddressLiteral() {}

  static Optional<InetAddress> read(String text) {
    boolean six = text.indexOf(':') >= 0;
    if (!text.chars().allMatch(c -> six ? isHex(c) || c == ':' : isDigit(c) || c == '.')
        || (six && hasLongGroup(text))) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      // The JDK turns ::ffff:a00:1 into an IPv4 address, and 10.1 into 10.0.0.1.
      boolean same = six ? address instanceof Inet6Address : address.getHostAddress().equals(text);
      return same ? Optional.of(address) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean hasLongGroup(String text) {
    for (String group : text.split(":", -1)) {
      if (group.length() > MAX_GROUP_DIGITS) {
        return true;
      }
    }
    return false;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(int c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
