package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule E2. */
class AddressTableTest {

  private static boolean allows(String literal, boolean privateAddresses) {
    return AddressTable.allows(InetAddress.ofLiteral(literal), reach(privateAddresses));
  }

  private static Reach reach(boolean privateAddresses) {
    return new Reach(privateAddresses, List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "140.82.112.3",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "223.255.255.255",
        "2001:200::1",
        "2606:4700:4700::1111",
        "2a00:1450:4001:80b::200e",
        "2001:4860:4860::8888"
      })
  void allows_public_addresses(String literal) {
    assertThat(allows(literal, false)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "198.18.0.1",
        "198.19.255.255",
        "::1",
        "fc00::1",
        "fd00::1"
      })
  void allows_private_addresses_only_where_the_operator_said_so(String literal) {
    assertThat(allows(literal, false)).isFalse();
    assertThat(allows(literal, true)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "192.0.0.1",
        "192.0.2.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::2",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2001::1",
        "2001:2::1",
        "2001:1ff::1",
        "4000::1",
        "5f00::1",
        "a000::1",
        "fbff::1",
        "fe00::1",
        "1::1",
        "1fff::1",
        "fe80::1%1",
        "2001:db8::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1"
      })
  void never_allows_the_rest(String literal) {
    assertThat(allows(literal, false)).isFalse();
    assertThat(allows(literal, true)).isFalse();
  }

  @Test
  void judges_an_ipv4_address_in_ipv6_clothes_as_what_it_is() throws UnknownHostException {
    assertThat(AddressTable.allows(mapped(127, 0, 0, 1), reach(false))).isFalse();
    assertThat(AddressTable.allows(mapped(169, 254, 169, 254), reach(true))).isFalse();
    assertThat(AddressTable.allows(mapped(1, 1, 1, 1), reach(false))).isTrue();
  }

  private static InetAddress mapped(int... ipv4) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    for (int i = 0; i < ipv4.length; i++) {
      bytes[12 + i] = (byte) ipv4[i];
    }
    // The other factories would turn it into an IPv4 address by themselves.
    return Inet6Address.getByAddress("mapped", bytes, 0);
  }

  private static boolean allowsWithin(String literal, String... networks) {
    Reach reach = reach(true).within(List.of(networks)).orThrow();
    return AddressTable.allows(InetAddress.ofLiteral(literal), reach);
  }

  @Test
  void allows_nothing_outside_of_the_networks_that_the_operator_named() {
    assertThat(allowsWithin("10.1.2.3", "10.1.0.0/16")).isTrue();
    assertThat(allowsWithin("10.2.0.0", "10.1.0.0/16")).isFalse();
    assertThat(allowsWithin("127.0.0.1", "10.1.0.0/16")).isFalse();
    assertThat(allowsWithin("1.1.1.1", "10.1.0.0/16")).isFalse();
    assertThat(allowsWithin("fd00::1", "10.1.0.0/16")).isFalse();
    assertThat(allowsWithin("fd00:0:0:1::9", "10.1.0.0/16", "fd00:0:0:1::/64")).isTrue();
    assertThat(allowsWithin("fd00:0:0:2::9", "10.1.0.0/16", "fd00:0:0:1::/64")).isFalse();
    assertThat(allowsWithin("1.1.1.1", "1.1.1.1")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255"})
  void the_widest_network_holds_nothing_that_is_never_allowed(String literal) {
    assertThat(allowsWithin("9.9.9.9", "0.0.0.0/0")).isTrue();
    assertThat(allowsWithin(literal, "0.0.0.0/0")).isFalse();
  }

  @Test
  void a_network_needs_no_further_word_about_private_addresses() {
    Reach reach = Reach.PUBLIC.within(List.of("10.1.0.0/16")).orThrow();

    assertThat(AddressTable.allows(InetAddress.ofLiteral("10.1.0.1"), reach)).isTrue();
    assertThat(AddressTable.allows(InetAddress.ofLiteral("127.0.0.1"), reach)).isFalse();
  }
}
