package dev.slipway.xet.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.bouncycastle.crypto.digests.Blake3Digest;
import org.bouncycastle.crypto.params.Blake3Parameters;
import org.junit.jupiter.api.Test;

class Blake3Test {

  private static final int LARGEST = 200_000;

  private final Blake3 blake3 = new Blake3();
  private final byte[] bytes = randomBytes(LARGEST);

  @Test
  void agrees_with_another_implementation_on_every_short_length() {
    for (int length = 0; length <= 5_000; length++) {
      assertThat(blake3.hash(Blake3Key.CHUNK, bytes, 0, length))
          .as("length %s", length)
          .isEqualTo(theirs(Blake3Key.CHUNK, 0, length));
    }
  }

  @Test
  void agrees_with_another_implementation_on_random_pieces_and_all_keys() {
    var random = new SplittableRandom(3);
    for (int i = 0; i < 400; i++) {
      int start = random.nextInt(LARGEST);
      int end = random.nextInt(start, LARGEST + 1);
      var key = Blake3Key.values()[i % Blake3Key.values().length];

      assertThat(blake3.hash(key, bytes, start, end))
          .as("%s to %s with %s", start, end, key)
          .isEqualTo(theirs(key, start, end));
    }
  }

  @Test
  void hashes_many_inputs_at_once_as_it_hashes_each() {
    var random = new SplittableRandom(4);
    for (int round = 0; round < 100; round++) {
      int count = random.nextInt(1, 30);
      int[] ends = random.ints(count, 0, LARGEST + 1).sorted().toArray();

      HashList hashes = blake3.hashEach(Blake3Key.CHUNK, bytes, ends, count);

      for (int i = 0; i < count; i++) {
        assertThat(hashes.get(i))
            .isEqualTo(theirs(Blake3Key.CHUNK, i == 0 ? 0 : ends[i - 1], ends[i]));
      }
    }
  }

  private XetHash theirs(Blake3Key key, int start, int end) {
    byte[] keyBytes = new byte[XetHash.BYTES];
    for (int i = 0; i < Blake3Key.WORDS; i++) {
      LittleEndian.put32(keyBytes, i * Integer.BYTES, key.word(i));
    }
    var digest = new Blake3Digest();
    digest.init(Blake3Parameters.key(keyBytes));
    digest.update(bytes, start, end - start);
    byte[] result = new byte[XetHash.BYTES];
    digest.doFinal(result, 0);
    return XetHash.of(result, 0);
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }
}
