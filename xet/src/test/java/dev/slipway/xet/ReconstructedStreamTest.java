package dev.slipway.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.xet.hashing.XetHash;
import dev.slipway.xet.shards.ShardReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconstructedStreamTest {

  @ParameterizedTest
  @ValueSource(strings = {"random", "zeros", "blend", "changed", "js-short-chunk"})
  void reads_any_range(String name) throws IOException {
    var vectorCase = Vectors.caseNamed(name);
    byte[] content = VectorInput.of(vectorCase.get("files").get(0).get("input"));
    Terms terms = terms(name);
    var xorbs = MemoryXorbs.after(name);
    var random = new SplittableRandom(6);
    for (int i = 0; i < 60; i++) {
      int start = random.nextInt(content.length);
      int length = random.nextInt(content.length - start + 1);

      try (var in = new ReconstructedStream(terms, xorbs, start, length)) {
        assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, start, start + length));
        assertThat(in.read()).isEqualTo(-1);
      }
    }
  }

  @Test
  void reads_byte_by_byte() throws IOException {
    try (var in = new ReconstructedStream(terms("hello"), MemoryXorbs.after("hello"), 6, 3)) {
      assertThat(in.read()).isEqualTo('w');
      assertThat(in.available()).isEqualTo(2);
      assertThat(in.read()).isEqualTo('o');
      assertThat(in.read()).isEqualTo('r');
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void reads_nothing_of_an_empty_file() throws IOException {
    try (var in = new ReconstructedStream(Terms.NONE, new MemoryXorbs(), 0, 0)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void opens_each_term_once_and_none_that_is_not_needed() throws IOException {
    var xorbs = MemoryXorbs.after("changed");
    try (var in = new ReconstructedStream(terms("changed"), xorbs, 0, 1_000_000)) {
      in.readAllBytes();
    }
    assertThat(xorbs.opened()).isEqualTo(3);

    try (var in = new ReconstructedStream(terms("changed"), xorbs, 0, 467_529)) {
      in.readAllBytes();
    }
    assertThat(xorbs.opened()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"random", "table", "floats"})
  void notices_every_flipped_bit(String name) throws IOException {
    Terms terms = terms(name);
    var xorbs = MemoryXorbs.after(name);
    XetHash xorb = terms.term(0).xorb();
    byte[] body = xorbs.body(xorb);
    var random = new SplittableRandom(7);
    for (int i = 0; i < 40; i++) {
      int at = random.nextInt(body.length);
      int bit = 1 << random.nextInt(8);
      body[at] ^= (byte) bit;
      if (!isFrameDecoration(body, xorbs.index(xorb), at)) {
        assertThatThrownBy(() -> readAll(terms, xorbs))
            .as("byte %s", at)
            .isInstanceOf(DamagedXorbException.class)
            .hasMessageContaining("xorb " + xorb)
            .hasMessageContaining("chunk ");
      }
      body[at] ^= (byte) bit;
    }
  }

  @Test
  void notices_a_xorb_that_was_cut() throws IOException {
    var xorbs = MemoryXorbs.after("hello");
    var cut =
        new XorbSource() {
          @Override
          public InputStream open(XetHash xorb, PackedRange range) {
            return new ByteArrayInputStream(xorbs.body(xorb), 0, 12);
          }

          @Override
          public Optional<XorbIndex> find(XetHash xorb) {
            return xorbs.find(xorb);
          }
        };

    assertThatThrownBy(() -> readAll(terms("hello"), cut))
        .isInstanceOf(DamagedXorbException.class)
        .hasMessageEndingWith("chunk 0: it is cut off");
  }

  @Test
  void names_a_xorb_whose_index_is_gone() throws IOException {
    assertThatThrownBy(() -> readAll(terms("hello"), new MemoryXorbs()))
        .isInstanceOf(DamagedXorbException.class)
        .hasMessageEndingWith("its index is missing");
  }

  /** Header and checksum bytes of an LZ4 frame may change without changing what comes out. */
  private static boolean isFrameDecoration(byte[] body, XorbIndex index, int at) {
    for (int i = 0; i < index.chunkCount(); i++) {
      long offset = at - index.packed(i, i + 1).offset();
      if (offset >= 0 && at < index.packed(i, i + 1).end()) {
        boolean isPacked = body[(int) index.packed(i, i + 1).offset() + 4] != 0;
        return isPacked && offset >= 12 && offset < 15;
      }
    }
    return false;
  }

  private static void readAll(Terms terms, XorbSource xorbs) throws IOException {
    try (var in = new ReconstructedStream(terms, xorbs, 0, terms.length().bytes())) {
      in.readAllBytes();
    }
  }

  private static Terms terms(String name) throws IOException {
    byte[] shard = Vectors.file(Vectors.text(Vectors.caseNamed(name).get("shards").get(0), "body"));
    return ShardReader.read(new ByteArrayInputStream(shard)).orThrow().files().getFirst().terms();
  }
}
