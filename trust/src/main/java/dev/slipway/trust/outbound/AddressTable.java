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
  private static final List<Network> PRIVATE =
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
   * Never reachable, whatever the operator says: link-local (clouds keep credentials there),
   * multicast, transition, examples, and what of IPv6 nobody was given yet.
   */
  private static final List<Network> NEVER =
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
          // All but 2000::/3: with it go 64:ff9b::/96 (NAT64), fe80::/10, fec0::/10, ff00::/8.
          range("::", 3),
          range("4000::", 2),
          range("8000::", 1),
          // Protocol assignments, 2001::/32 (Teredo) among them.
          range("2001::", 23),
          range("2001:db8::", 32),
          range("2002::", 16),
          range("3fff::", 20));

  /** Spelled out, since the JDK reads the literal of this range as an IPv4 address. */
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  private AddressTable() {}

  /**
   * Whether {@code address} may be connected to: it lies in one of the networks that the operator
   * named, or, where he named none, it is public or he allowed private ones.
   */
  static boolean allows(InetAddress address, Reach reach) {
    byte[] bytes = plain(address.getAddress());
    boolean isPrivate = isIn(PRIVATE, bytes);
    if (!isPrivate && isIn(NEVER, bytes)) {
      return false;
    }
    return reach.networks().isEmpty()
        ? !isPrivate || reach.privateAddresses()
        : isIn(reach.networks(), bytes);
  }

  /** Whether no address of {@code network} may ever be connected to. */
  static boolean isOutOfReach(Network network) {
    byte[] first = network.address().getAddress();
    return !isIn(PRIVATE, first)
        && NEVER.stream()
            .anyMatch(range -> range.bits() <= network.bits() && range.includes(first));
  }

  private static boolean isIn(List<Network> networks, byte[] address) {
    return networks.stream().anyMatch(network -> network.includes(address));
  }

  /** An IPv4 address written as IPv6 ({@code ::ffff:0:0/96}) is judged as the IPv4 that it is. */
  private static byte[] plain(byte[] address) {
    boolean mapped =
        address.length == 16 && Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
    return mapped ? Arrays.copyOfRange(address, MAPPED.length, address.length) : address;
  }

  private static Network range(String literal, int bits) {
    return new Network(InetAddress.ofLiteral(literal), bits);
  }
}
