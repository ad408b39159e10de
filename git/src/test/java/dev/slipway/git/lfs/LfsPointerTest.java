package dev.slipway.git.lfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;
import dev.slipway.names.Parsed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {

  private static final String OID = "ab".repeat(32);

  @Test
  void prints_what_it_reads() {
    var pointer = new LfsPointer(new BlobId(OID), new ByteCount(12345));

    assertThat(new String(pointer.bytes(), UTF_8))
        .isEqualTo(
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + OID + "\nsize 12345\n");
    assertThat(pointer.pointerSize()).isEqualTo(new ByteCount(130));
    assertThat(LfsPointer.parse(pointer.bytes())).isEqualTo(Parsed.of(pointer));
  }

  @Test
  void reads_the_shortest_and_the_longest() {
    var empty = new LfsPointer(new BlobId(OID), ByteCount.ZERO);
    var huge = new LfsPointer(new BlobId(OID), new ByteCount(Long.MAX_VALUE));

    assertThat(empty.bytes()).hasSize(LfsPointer.MIN_BYTES);
    assertThat(huge.bytes()).hasSize(LfsPointer.MAX_BYTES);
    assertThat(LfsPointer.parse(empty.bytes())).isEqualTo(Parsed.of(empty));
    assertThat(LfsPointer.parse(huge.bytes())).isEqualTo(Parsed.of(huge));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "oid sha256:%s\nsize 5",
        "oid sha256:%s\nsize 05\n",
        "oid sha256:%s\nsize 9999999999999999999\n",
        "oid sha256:%s\nsize -5\n",
        "oid sha256:%s\r\nsize 5\r\n",
        "oid sha256:%s\nsize 5\n\n",
        "size 5\noid sha256:%s\n",
        "oid md5:%s\nsize 5\n",
        "ext-0-foo sha256:%1$s\noid sha256:%1$s\nsize 5\n"
      })
  void calls_broken_what_only_begins_like_a_pointer(String rest) {
    byte[] text =
        ("version https://git-lfs.github.com/spec/v1\n" + rest.formatted(OID)).getBytes(UTF_8);

    assertThat(LfsPointer.parse(text)).isInstanceOf(Parsed.Malformed.class);
    assertThat(LfsPointer.isBroken(text)).isTrue();
  }

  @Test
  void leaves_other_text_alone() {
    assertThat(LfsPointer.isBroken("# A model".getBytes(UTF_8))).isFalse();
    assertThat(LfsPointer.isBroken(new byte[0])).isFalse();
  }
}
