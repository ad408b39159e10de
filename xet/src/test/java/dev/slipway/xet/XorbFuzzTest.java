package dev.slipway.xet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class XorbFuzzTest {

  private final MemoryXorbs store = MemoryXorbs.after("three-files");

  @Test
  void xorbs_are_accepted_or_refused() {
    var verifier = new XorbVerifier();
    var hello = Vectors.hash(Vectors.caseNamed("hello").get("xorbs").get(0), "hash");
    Fuzz.attack(
        Stream.of("hello-4e39378b", "zeros-2e39f13c", "js-hello-4e39378b", "changed-0d0e9c35")
            .map(name -> Vectors.file("xorbs/" + name + ".xorb")),
        input ->
            verifier.verify(
                hello, new ByteArrayInputStream(input), OutputStream.nullOutputStream()));
  }

  @Test
  void packed_xorbs_are_accepted_or_refused() {
    var verifier = new XorbVerifier();
    Fuzz.attack(
        Stream.of("table-b92265d0", "js-table-b92265d0", "floats-ec6137c3", "js-floats-ec6137c3")
            .map(name -> Arrays.copyOf(Vectors.file("xorbs/" + name + ".xorb"), 60_000)),
        input ->
            verifier.verify(
                XetHash.ZERO, new ByteArrayInputStream(input), OutputStream.nullOutputStream()));
  }

  @Test
  void indexes_are_read_or_refused() {
    var form = new SealedForm("SXIX", 1);
    Fuzz.attack(
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
    Fuzz.attack(
        Stream.of(terms.encode()),
        input -> {
          if (Terms.decode(sealed(form, input)) instanceof Value<Terms>(var read)) {
            assertThat(Terms.decode(read.encode())).isEqualTo(Parsed.of(read));
          }
        });
  }

  /** With a right checksum, or what was changed would never be looked at. */
  private static byte[] sealed(SealedForm form, byte[] input) {
    return input.length < 12 ? input : form.seal(input);
  }
}
