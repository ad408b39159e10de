package dev.slipway.xet.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed.Malformed;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XetHashTest {

  private static final String COUNTING =
      "07060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918";

  @Test
  void prints_each_group_of_eight_bytes_in_reverse() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }

    assertThat(XetHash.of(bytes, 0)).hasToString(COUNTING);
    assertThat(XetHash.of(bytes, 0).bytes()).isEqualTo(bytes);
  }

  @Test
  void reads_what_it_prints() {
    assertThat(XetHash.parse(COUNTING).orThrow()).hasToString(COUNTING);
    assertThat(XetHash.parse(COUNTING).orThrow().lastWord()).isEqualTo(0x1f1e1d1c1b1a1918L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "07060504030201000f0e0d0c0b0a0908171615141312111f1e1d1c1b1a1918",
        "07060504030201000F0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918",
        "+7060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918",
        "07060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a19180",
        "g7060504030201000f0e0d0c0b0a090817161514131211101f1e1d1c1b1a1918"
      })
  void refuses_anything_but_64_lower_case_digits(String text) {
    assertThat(XetHash.parse(text)).isInstanceOf(Malformed.class);
  }

  @Test
  void orders_hashes_as_it_orders_their_texts() {
    var hashes =
        Stream.of(new XetHash(-1, 0, 0, 0), new XetHash(0, -1, 0, 0), XetHash.ZERO).toList();

    assertThat(hashes.stream().sorted().map(XetHash::toString))
        .containsExactlyElementsOf(hashes.stream().map(XetHash::toString).sorted().toList());
  }
}
