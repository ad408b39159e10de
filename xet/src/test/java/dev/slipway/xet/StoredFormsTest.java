package dev.slipway.xet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.xet.hashing.XetHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredFormsTest {

  private final XetHash xorb = new XetHash(1, 2, 3, 4);
  private final Terms terms =
      Terms.of(
          List.of(new Term(xorb, 0, 2, 10), new Term(xorb, 5, 6, 7), new Term(xorb, 0, 2, 10)));

  @Test
  void keeps_each_xorb_hash_once() {
    assertThat(terms.encode()).hasSize(8 + 4 + 32 + 3 * 16 + 4);
    assertThat(terms.xorbs()).containsExactly(xorb);
    assertThat(terms.length().bytes()).isEqualTo(27);
  }

  @Test
  void keeps_the_terms_of_an_empty_file() {
    assertThat(Terms.decode(Terms.NONE.encode())).isEqualTo(Parsed.of(Terms.NONE));
  }

  @Test
  void notices_every_changed_bit_of_terms() {
    byte[] bytes = terms.encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(Terms.decode(changed)).isInstanceOf(Parsed.Malformed.class);
    }
  }

  @Test
  void notices_every_changed_bit_of_an_index() {
    byte[] bytes = index().encode();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);

      assertThat(XorbIndex.decode(changed)).isInstanceOf(Parsed.Malformed.class);
    }
  }

  @Test
  void refuses_what_is_cut_or_of_another_version_or_kind() {
    byte[] bytes = index().encode();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(XorbIndex.decode(Arrays.copyOf(bytes, length)))
          .isInstanceOf(Parsed.Malformed.class);
    }
    byte[] newer = new SealedForm("SXIX", 2).seal(new SealedForm("SXIX", 2).allocate(72));
    assertThat(XorbIndex.decode(newer))
        .isEqualTo(Parsed.malformed("the index of a xorb cannot be read: its version is unknown"));
    assertThat(XorbIndex.decode(terms.encode()))
        .isEqualTo(Parsed.malformed("the index of a xorb cannot be read: it is something else"));
  }

  @Test
  void takes_80_000_terms_of_a_sparse_file() {
    var many = new ArrayList<Term>();
    for (int i = 0; i < 80_000; i++) {
      many.add(new Term(xorb, 0, 1, 131_072));
    }

    byte[] bytes = Terms.of(many).encode();

    assertThat(bytes).hasSize(8 + 4 + 32 + 80_000 * 16 + 4);
    assertThat(Terms.decode(bytes).orThrow().length().bytes()).isEqualTo(80_000L * 131_072);
  }

  private static XorbIndex index() {
    var bytes = new XorbBytes().stored((byte) 1).stored((byte) 2, (byte) 3);
    return new MemoryXorbs().add(bytes.hash(), bytes.bytes());
  }
}
