package dev.slipway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.http.ByteRange.Part;
import dev.slipway.http.ByteRange.Unsatisfiable;
import dev.slipway.http.ByteRange.Whole;
import org.junit.jupiter.api.Test;

class ByteRangeTest {

  @Test
  void takes_numbers_beyond_63_bits_for_the_largest() {
    assertThat(ByteRange.parse("bytes=99999999999999999999-", 10))
        .isInstanceOf(Unsatisfiable.class);
    assertThat(ByteRange.parse("bytes=3-99999999999999999999", 10)).isEqualTo(new Part(3, 9));
    assertThat(ByteRange.parse("bytes=-99999999999999999999", 10)).isEqualTo(new Part(0, 9));
  }

  @Test
  void reads_the_three_forms() {
    assertThat(ByteRange.parse("bytes=0-0", 10)).isEqualTo(new Part(0, 0));
    assertThat(ByteRange.parse("bytes=3-", 10)).isEqualTo(new Part(3, 9));
    assertThat(ByteRange.parse("bytes=-4", 10)).isEqualTo(new Part(6, 9));
    assertThat(ByteRange.parse("BYTES=2-100", 10)).isEqualTo(new Part(2, 9));
    assertThat(ByteRange.parse("bytes=-99", 10)).isEqualTo(new Part(0, 9));
  }

  @Test
  void has_nothing_behind_the_end_nor_in_an_empty_body() {
    assertThat(ByteRange.parse("bytes=10-", 10)).isInstanceOf(Unsatisfiable.class);
    assertThat(ByteRange.parse("bytes=0-0", 0)).isInstanceOf(Unsatisfiable.class);
    assertThat(ByteRange.parse("bytes=-0", 10)).isInstanceOf(Unsatisfiable.class);
  }

  @Test
  void gives_the_whole_for_what_it_does_not_understand() {
    assertThat(ByteRange.parse("bytes=5-2", 10)).isInstanceOf(Whole.class);
    assertThat(ByteRange.parse("bytes=0-1,3-4", 10)).isInstanceOf(Whole.class);
    assertThat(ByteRange.parse("lines=1-2", 10)).isInstanceOf(Whole.class);
    assertThat(ByteRange.parse("bytes=x-y", 10)).isInstanceOf(Whole.class);
    assertThat(ByteRange.parse("bytes=+1-2", 10)).isInstanceOf(Whole.class);
  }

  @Test
  void says_what_it_gives() {
    assertThat(new Part(2, 5).contentRange(10)).isEqualTo("bytes 2-5/10");
    assertThat(new Part(2, 5).length()).isEqualTo(4);
  }
}
