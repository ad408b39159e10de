package dev.slipway.trust.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.names.Parsed.Malformed;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks as operators write them, for rule E3. */
class NetworkTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.0.0/16, 10.1.0.0/16",
    "10.1.2.3, 10.1.2.3/32",
    "0.0.0.0/0, 0.0.0.0/0",
    "192.168.7.128/25, 192.168.7.128/25",
    "fd00::/8, fd00:0:0:0:0:0:0:0/8",
    "FD00::1, fd00:0:0:0:0:0:0:1/128",
    "::1/128, 0:0:0:0:0:0:0:1/128"
  })
  void reads_a_network_or_one_address(String written, String read) {
    assertThat(Network.parse(written).orThrow().text()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0.0/08x",
        "10.1.2.3/16",
        "10/8",
        "10.1/16",
        "010.0.0.0/8",
        "0x0a.0.0.0/8",
        "167772160/8",
        "256.0.0.0/8",
        "10.0.0.0 /8",
        "fd00::/129",
        "fd00:00000::/32",
        "fd00::1/8",
        "fe80::1%eth0/128",
        "::ffff:10.0.0.0/104",
        "::ffff:a00:0/112",
        "[fd00::]/8",
        "fd00:::/8",
        "gitlab.internal/8",
        "\u0661\u0660.0.0.0/8"
      })
  void refuses_what_two_readers_could_take_for_two_networks(String written) {
    assertThat(Network.parse(written)).isInstanceOf(Malformed.class);
  }

  @Test
  void says_which_bits_are_too_many() {
    assertThat(Network.parse("10.1.2.3/16"))
        .isInstanceOfSatisfying(
            Malformed.class,
            malformed -> assertThat(malformed.problem()).contains("behind the first 16"));
  }

  @Test
  void has_no_bits_behind_its_length() {
    InetAddress address = InetAddress.ofLiteral("10.1.2.3");

    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address, 16));
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address, 33));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"169.254.0.0/16", "169.254.169.254", "224.0.0.0/8", "fe80::/64", "64:ff9b::/96"})
  void an_operator_cannot_name_what_is_never_reached(String written) {
    assertThat(Reach.PUBLIC.within(List.of(written))).isInstanceOf(Malformed.class);
  }
}
