package dev.slipway.xet.packing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG.Bits;
import org.junit.jupiter.api.Test;

class Lz4FrameTest {

  private static final String HEAD = "04224d18";

  /** "abcdefgh" as literals only. */
  private static final String LITERALS = "09000000" + "80" + "6162636465666768";

  /** A match of eight bytes, eight bytes back, and the literal "z". */
  private static final String BACK = "05000000" + "04" + "0800" + "10" + "7a";

  private final byte[] out = new byte[128 * 1024];

  @Test
  void unpacks_linked_blocks() throws Malformation {
    assertThat(unpack(HEAD + "4070df" + LITERALS + BACK + "00000000"))
        .isEqualTo("abcdefghabcdefghz");
  }

  @Test
  void refuses_independent_blocks_that_refer_to_each_other() {
    assertRefused(HEAD + "6070df" + LITERALS + BACK + "00000000", "LZ4 block is damaged");
  }

  @Test
  void refuses_a_match_before_the_beginning() {
    assertRefused(
        HEAD + "4070df" + LITERALS + BACK.replace("0800", "0900") + "00000000",
        "bytes before its beginning");
    assertRefused(
        HEAD + "4070df" + LITERALS + BACK.replace("0800", "0000") + "00000000",
        "bytes before its beginning");
  }

  @Test
  void unpacks_stored_blocks() throws Malformation {
    assertThat(
            unpack(
                HEAD
                    + "4070df"
                    + "03000080"
                    + "616263"
                    + BACK.replace("0800", "0300")
                    + "00000000"))
        .isEqualTo("abcabcabcabz");
  }

  @Test
  void skips_content_size_and_checksums() throws Malformation {
    assertThat(
            unpack(
                HEAD
                    + "5c70"
                    + "1100000000000000"
                    + "df"
                    + LITERALS
                    + "11111111"
                    + BACK
                    + "22222222"
                    + "00000000"
                    + "33333333"))
        .isEqualTo("abcdefghabcdefghz");
  }

  @Test
  void refuses_dictionaries_other_versions_and_other_things() {
    assertRefused(HEAD + "4170df" + LITERALS + "00000000", "needs a dictionary");
    assertRefused(HEAD + "8070df" + LITERALS + "00000000", "unknown version");
    assertRefused("04224d19" + "4070df" + LITERALS + "00000000", "no LZ4 frame");
  }

  @Test
  void refuses_frames_that_end_too_early_or_too_late() {
    String whole = HEAD + "5470df" + LITERALS + "11111111" + BACK + "22222222" + "00000000";
    for (int length = 0; length < whole.length() + 8; length += 2) {
      assertRefused((whole + "33333333").substring(0, length), "LZ4");
    }
    assertRefused(whole + "33333333" + "00", "does not end where its chunk ends");
  }

  @Test
  void writes_nothing_behind_the_announced_end() {
    byte[] bytes = HexFormat.of().parseHex(HEAD + "4070df" + LITERALS + BACK + "00000000");
    for (int end = 0; end < 17; end++) {
      int limit = end;
      Arrays.fill(out, (byte) 7);

      assertThatThrownBy(
              () -> Lz4Frame.unpack(new Span(bytes, 0, bytes.length), new Span(out, 0, limit)))
          .isInstanceOf(Malformation.class);

      for (int i = end; i < 64; i++) {
        assertThat(out[i]).isEqualTo((byte) 7);
      }
    }
  }

  @Test
  void unpacks_what_another_writer_packs() throws Exception {
    byte[] text = "to be or not to be, ".repeat(6000).getBytes(US_ASCII);
    var packed = new ByteArrayOutputStream();
    try (var lz4 =
        new LZ4FrameOutputStream(
            packed,
            BLOCKSIZE.SIZE_64KB,
            Bits.BLOCK_INDEPENDENCE,
            Bits.CONTENT_CHECKSUM,
            Bits.BLOCK_CHECKSUM)) {
      lz4.write(text);
    }

    int end =
        Lz4Frame.unpack(
            new Span(packed.toByteArray(), 0, packed.size()), new Span(out, 0, out.length));

    assertThat(Arrays.copyOf(out, end)).isEqualTo(text);
  }

  @Test
  void unpacks_with_its_own_decoder_what_the_library_packs() throws Malformation {
    byte[] table = VectorInput.of(Vectors.caseNamed("table").get("files").get(0).get("input"));
    byte[] packed = LZ4Factory.fastestInstance().fastCompressor().compress(table, 0, 100_000);

    int end = Lz4Block.unpack(new Span(packed, 0, packed.length), new Span(out, 0, 100_000), 0);

    assertThat(Arrays.copyOf(out, end)).isEqualTo(Arrays.copyOf(table, 100_000));
  }

  private String unpack(String hex) throws Malformation {
    byte[] bytes = HexFormat.of().parseHex(hex);
    int end = Lz4Frame.unpack(new Span(bytes, 0, bytes.length), new Span(out, 0, out.length));
    return new String(out, 0, end, US_ASCII);
  }

  private void assertRefused(String hex, String problem) {
    assertThatThrownBy(() -> unpack(hex))
        .isInstanceOf(Malformation.class)
        .hasMessageContaining(problem);
  }
}
