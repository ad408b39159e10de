package dev.slipway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderTest {

  @ParameterizedTest
  @CsvSource({
    "203.0.113.77,                            203.0.113.0/24",
    "2001:db8:85a3:8d3:1319:8a2e:370:7348,    2001:db8:85a3::/48",
    "[2001:db8:85a3:8d3:1319:8a2e:370:7348],  2001:db8:85a3::/48",
    "::1,                                     unknown",
    "host.example,                            unknown"
  })
  void keeps_the_network_of_an_address(String address, String network) {
    assertThat(Sender.of(address, "").address()).isEqualTo(network);
  }

  @Test
  void keeps_of_a_name_what_can_be_shown() {
    assertThat(Sender.of("", "curl/8 \u001b[2J\n\"é").agent()).isEqualTo("curl/8 ?[2J???");
    assertThat(Sender.of("", "x".repeat(500)).agent()).hasSize(120);
  }
}
