package dev.slipway.trust.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * Which addresses may be connected to. Our own table: the JDK's predicates do not know unique local
 * addresses, carrier-grade NAT or the IPv4 that some IPv6 addresses carry inside.
 */
final class AddressTable {

  /** Reachable only where the operator said so. */
  private static final List<Range> PRIVATE =
      List.of(
          range("10.0.0.0", 8),
          range("100.64.0.0", 10),
          range("127.0.0.0", 8),
          range("172.16.0.0", 12),
          range("192.168.0.0", 16),
          range("198.18.0.0", 15),
          range("::1", 128),
          range("fc00::", 7));

  /**
   * Never reachable: link-local (clouds keep credentials there), multicast, transition, examples.
   */
  private static final List<Range> NEVER =
      List.of(
          range("0.0.0.0", 8),
          range("169.254.0.0", 16),
          range("192.0.0.0", 24),
          range("192.0.2.0", 24),
          range("192.88.99.0", 24),
          range("198.51.100.0", 24),
          range("203.0.113.0", 24),
          range("224.0.0.0", 4),
          range("240.0.0.0", 4),
          range("::", 128),
          range("::", 96),
          range("64:ff9b::", 96),
          range("64:ff9b:1::", 48),
          range("100::", 64),
          range("2001::", 32),
          range("2001:db8::", 32),
          range("2002::", 16),
          range("3fff::", 20),
          range("fe80::", 10),
          range("fec0::", 10),
          range("ff00::", 8));

  /** Spelled out, since the JDK reads the literal of this range as an IPv4 address. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private AddressTable() {}

  private record Range(byte[] prefix, int bits) {
    boolean includes(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        int at = bit / Byte.SIZE;
        if ((address[at] & mask) != (prefix[at] & mask)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether {@code address} may be connected to. */
  static boolean allows(InetAddress address, boolean privateAddresses) {
    byte[] bytes = plain(address.getAddress());
    boolean isPrivate = PRIVATE.stream().anyMatch(range -> range.includes(bytes));
    return isPrivate ? privateAddresses : NEVER.stream().noneMatch(range -> range.includes(bytes));
  }

  /** An IPv4 address written as IPv6 ({@code ::ffff:0:0/96}) is judged as the IPv4 that it is. */
  private static byte[] plain(byte[] address) {
    boolean mapped =
        address.length == 16 && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return mapped ? Arrays.copyOfRange(address, MAPPED.length, address.length) : address;
  }

  private static Range range(String literal, int bits) {
    return new Range(InetAddress.ofLiteral(literal).getAddress(), bits);
  }
}
