package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShardReaderTest {

  private static final int PROVEN = 1 << 31;
  private static final XetHash FILE = new XetHash(1, 2, 3, 4);
  private static final XetHash XORB = new XetHash(5, 6, 7, 8);

  @Test
  void reads_a_shard_of_nothing() throws IOException {
    Shard shard = read(new ShardBytes().bookend().bookend().bytes()).orThrow();

    assertThat(shard.files()).isEmpty();
    assertThat(shard.xorbs()).isEmpty();
  }

  @Test
  void reads_the_empty_file() throws IOException {
    var bytes = new ShardBytes().record(XetHash.ZERO, PROVEN, 0).bookend().bookend().bytes();

    Shard shard = read(bytes).orThrow();

    ShardFile file = shard.files().getFirst();
    assertThat(file.terms().count()).isZero();
    assertThat(file.sha256()).isEmpty();
    assertThat(new ShardVerifier(new MemoryXorbs(), (_, _, _) -> true).verify(file))
        .isEqualTo(new ShardVerdict.Proven());
  }

  @Test
  void passes_over_lookup_tables_and_footer() throws IOException {
    var bytes = new ShardBytes(200).bookend().bookend().append(12 + 200).bytes();

    assertThat(read(bytes)).isInstanceOf(Parsed.Value.class);
  }

  @Test
  void refuses_a_file_without_terms_that_is_not_empty() throws IOException {
    assertRefused(
        "only the empty file has no terms, and its hash is zero",
        new ShardBytes().record(FILE, PROVEN, 0).bookend().bookend());
    assertRefused(
        "only the empty file has no terms, and its hash is zero",
        new ShardBytes().record(XetHash.ZERO, 0, 1).record(XORB, 0, 1, 0, 1).bookend().bookend());
  }

  @Test
  void refuses_impossible_terms() throws IOException {
    int[][] impossible = {
      {0, 0, 0, 1},
      {0, 1, 1, 1},
      {0, 1, 2, 1},
      {0, 1, 0, 8193},
      {0, -1, 0, 1},
      {0, 1, -1, 1},
      {0, 64 * 1024 * 1024 + 1, 0, 8192}
    };
    for (int[] term : impossible) {
      assertRefused(
          "a term of the shard is impossible for any xorb",
          new ShardBytes().record(FILE, 0, 1).record(XORB, term).bookend().bookend());
    }
  }

  @Test
  void refuses_counts_beyond_the_end_of_the_body() throws IOException {
    assertRefused(
        "the shard ends too early",
        new ShardBytes().record(FILE, PROVEN, -1).record(XORB, 0, 1, 0, 1));
    assertRefused(
        "the shard ends too early", new ShardBytes().bookend().record(XORB, 0, 8192, 1, 1));
  }

  @Test
  void refuses_xorbs_of_impossible_numbers_of_chunks() throws IOException {
    for (int count : new int[] {0, 8193, -1}) {
      assertRefused(
          "a xorb has between 1 and 8192 chunks",
          new ShardBytes().bookend().record(XORB, 0, count, 1, 1).bookend());
    }
  }

  @Test
  void refuses_other_lengths_of_the_footer_and_bytes_after_the_end() throws IOException {
    assertRefused(
        "a shard's footer has 200 bytes or is absent", new ShardBytes(100).bookend().bookend());
    assertRefused(
        "the shard's footer is cut off", new ShardBytes(200).bookend().bookend().append(199));
    assertRefused(
        "the shard goes on behind its end", new ShardBytes().bookend().bookend().append(1));
  }

  @Test
  void stops_reading_a_body_that_does_not_end() throws IOException {
    var endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) 0);
            return length;
          }
        };
    var head = new ShardBytes(200).bookend().bookend().bytes();

    assertThat(ShardReader.read(new SequenceInputStream(new ByteArrayInputStream(head), endless)))
        .isEqualTo(Parsed.malformed("a shard has at most 64 MiB"));
  }

  private static void assertRefused(String problem, ShardBytes shard) throws IOException {
    assertThat(read(shard.bytes())).isEqualTo(Parsed.malformed(problem));
  }

  private static Parsed<Shard> read(byte[] bytes) throws IOException {
    return ShardReader.read(new ByteArrayInputStream(bytes));
  }
}
