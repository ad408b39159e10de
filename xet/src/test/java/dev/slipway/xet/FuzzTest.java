package dev.slipway.xet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Half a second each with a fixed seed; {@code bench/soak/xet-fuzz} sets the properties {@code
 * xet.fuzz.seconds} and {@code xet.fuzz.seed} for more.
 */
class FuzzTest {

  private static final long SEED = Long.getLong("xet.fuzz.seed", 1);
  private static final long MILLIS = Long.getLong("xet.fuzz.seconds", 0) * 1000;
  private static final long MIB = 1024 * 1024;

  private final MemoryXorbs store = MemoryXorbs.after("three-files");

  @Test
  void xorbs_are_accepted_or_refused() {
    var verifier = new XorbVerifier();
    var hello = Vectors.hash(Vectors.caseNamed("hello").get("xorbs").get(0), "hash");
    attack(
        MIB,
        Stream.of("hello-4e39378b", "zeros-2e39f13c", "js-hello-4e39378b", "changed-0d0e9c35")
            .map(name -> Vectors.file("xorbs/" + name + ".xorb")),
        input ->
            verifier.verify(
                hello, new ByteArrayInputStream(input), OutputStream.nullOutputStream()));
  }

  @Test
  void packed_xorbs_are_accepted_or_refused() {
    var verifier = new XorbVerifier();
    attack(
        MIB,
        Stream.of("table-b92265d0", "js-table-b92265d0", "floats-ec6137c3", "js-floats-ec6137c3")
            .map(name -> Arrays.copyOf(Vectors.file("xorbs/" + name + ".xorb"), 60_000)),
        input ->
            verifier.verify(
                XetHash.ZERO, new ByteArrayInputStream(input), OutputStream.nullOutputStream()));
  }

  @Test
  void shards_are_proven_or_refused() {
    attack(
        MIB,
        Stream.of("hello-0", "three-files-0", "js-hello-0", "zeros-0", "changed-0", "bucket-0")
            .map(name -> Vectors.file("shards/" + name + ".shard")),
        input -> {
          if (ShardReader.read(new ByteArrayInputStream(input))
              instanceof Value<Shard>(var shard)) {
            var verifier = new ShardVerifier(store);
            shard.files().forEach(verifier::verify);
            shard.files().forEach(ShardFile::sha256);
            shard.xorbs().forEach(verifier::verify);
          }
        });
  }

  @Test
  void frames_never_write_behind_their_room() {
    byte[] out = new byte[70_000];
    attack(
        MIB,
        Stream.of("table-b92265d0", "js-table-b92265d0").flatMap(FuzzTest::frames),
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

  @Test
  void indexes_are_read_or_refused() {
    var form = new SealedForm("SXIX", 1);
    attack(
        MIB,
        Stream.of(store.index(store.hashes().getFirst()).encode()),
        input -> {
          if (XorbIndex.decode(sealed(form, input)) instanceof Value<XorbIndex>(var index)) {
            assertThat(index.encode()).isEqualTo(input);
            index.packed(0, index.chunkCount());
          }
        });
  }

  @Test
  void terms_are_read_or_refused() {
    var form = new SealedForm("STRM", 1);
    var xorb = store.hashes().getFirst();
    var terms = Terms.of(List.of(new Term(xorb, 0, 1, 9), new Term(XetHash.ZERO, 2, 8, 90)));
    attack(
        MIB,
        Stream.of(terms.encode()),
        input -> {
          if (Terms.decode(sealed(form, input)) instanceof Value<Terms>(var read)) {
            assertThat(Terms.decode(read.encode())).isEqualTo(Parsed.of(read));
          }
        });
  }

  private static void attack(long allowedBytes, Stream<byte[]> seeds, Fuzz.Reader reader) {
    long millis = MILLIS == 0 ? 500 : MILLIS / 6;
    assertThat(new Fuzz(SEED, allowedBytes, seeds.toList(), reader).run(millis)).isPositive();
  }

  /** With a right checksum, or what was changed would never be looked at. */
  private static byte[] sealed(SealedForm form, byte[] input) {
    return input.length < 12 ? input : form.seal(input);
  }

  private static Stream<byte[]> frames(String name) {
    byte[] body = Vectors.file("xorbs/" + name + ".xorb");
    var out = new ByteArrayOutputStream();
    out.write(body, 8, LittleEndian.u24(body, 1));
    return Stream.of(out.toByteArray());
  }
}
