package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.XorbBytes;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.hashing.LittleEndian;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class DedupAnswerTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_795_410_726);
  private static final int CHUNK_FLAGS_AT = 40;

  private final XorbIndex index =
      MemoryXorbs.after("random")
          .index(Vectors.hash(Vectors.caseNamed("random").get("xorbs").get(0), "hash"));

  @Test
  void writes_what_a_client_accepted() {
    byte[] accepted = Vectors.file("dedup-answers/dedup-6eca1e7d.shard");

    byte[] answer = answer(0, index.chunkCount());

    // The one that was accepted has flags at chunks and numbers of stored bytes; clients read
    // neither.
    for (int at = 144; at < 144 + 19 * 48; at += 48) {
      LittleEndian.put64(accepted, at + CHUNK_FLAGS_AT, 0);
    }
    LittleEndian.put32(accepted, 96 + 44, 0);
    LittleEndian.put64(accepted, accepted.length - 32, 0);
    assertThat(answer).isEqualTo(accepted);
  }

  @Test
  void keeps_places_but_tells_nothing_of_what_may_not_be_read() throws IOException {
    byte[] answer = answer(3, 5);

    ShardXorb told =
        ShardReader.read(new ByteArrayInputStream(answer)).orThrow().xorbs().getFirst();
    assertThat(told.hash()).isEqualTo(index.xorb());
    assertThat(told.chunkCount()).isEqualTo(5);
    for (int i = 0; i < 3; i++) {
      assertThat(told.chunks().get(i)).isEqualTo(XetHash.ZERO);
      assertThat(told.unpackedLength(i)).isZero();
    }
    assertThat(told.chunks().get(3)).isEqualTo(index.chunk(3));
    assertThat(told.unpackedLength(4)).isEqualTo((int) index.unpackedLength(4, 5));
  }

  @Test
  void gives_the_same_answer_whatever_may_not_be_read() {
    var xorb = new XorbBytes().stored((byte) 1).stored((byte) 9, (byte) 9).stored((byte) 2);
    var other = new XorbBytes().stored((byte) 7, (byte) 7, (byte) 7).stored((byte) 9, (byte) 9);
    byte[] one = answer(new MemoryXorbs().add(xorb.hash(), xorb.bytes()), 1, 2);
    byte[] two = answer(new MemoryXorbs().add(other.hash(), other.bytes()), 1, 2);

    // Only the xorb's own hash differs.
    System.arraycopy(two, 96, one, 96, XetHash.BYTES);
    assertThat(one).isEqualTo(two);
  }

  private byte[] answer(int start, int end) {
    return answer(index, start, end);
  }

  private static byte[] answer(XorbIndex index, int start, int end) {
    var readable = new BitSet();
    readable.set(start, end);
    var answer = new DedupAnswer();
    answer.add(index, readable);
    return answer.bytes(NOW, NOW.plusSeconds(3600));
  }
}
