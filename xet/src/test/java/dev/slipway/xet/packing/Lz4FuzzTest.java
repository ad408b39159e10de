package dev.slipway.xet.packing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.Fuzz;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.hashing.LittleEndian;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class Lz4FuzzTest {

  @Test
  void frames_never_write_behind_their_room() {
    byte[] out = new byte[70_000];
    Fuzz.attack(
        Stream.of("table-b92265d0", "js-table-b92265d0").flatMap(Lz4FuzzTest::frames),
        input -> {
          Arrays.fill(out, 69_000, out.length, (byte) 7);
          try {
            assertThat(
                    Lz4Frame.unpack(new Span(input, 0, input.length), new Span(out, 100, 69_000)))
                .isLessThan(69_001);
          } catch (Malformation refused) {
            assertThat(refused.problem()).isNotEmpty();
          }
          for (int i = 69_000; i < out.length; i++) {
            if (out[i] != 7) {
              throw new AssertionError("byte " + i);
            }
          }
        });
  }

  private static Stream<byte[]> frames(String name) {
    byte[] body = Vectors.file("xorbs/" + name + ".xorb");
    var out = new ByteArrayOutputStream();
    out.write(body, 8, LittleEndian.u24(body, 1));
    return Stream.of(out.toByteArray());
  }
}
