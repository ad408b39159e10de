package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.BlobId;
import dev.slipway.names.Parsed;
import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.PackedRange;
import dev.slipway.xet.ReconstructedStream;
import dev.slipway.xet.Term;
import dev.slipway.xet.Terms;
import dev.slipway.xet.VectorInput;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.XorbIndex;
import dev.slipway.xet.XorbVerdict;
import dev.slipway.xet.hashing.XetHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class AcceptedVectorsTest {

  static List<String> names() {
    return Vectors.cases().stream().map(c -> Vectors.text(c, "name")).toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void verifies_and_indexes_each_xorb(String name) {
    for (JsonNode xorb : Vectors.list(Vectors.caseNamed(name).get("xorbs"))) {
      byte[] body = Vectors.file(Vectors.text(xorb, "body"));
      var stored = new ByteArrayOutputStream();

      XorbVerdict verdict = new MemoryXorbs().verify(Vectors.hash(xorb, "hash"), body, stored);

      assertThat(verdict).isInstanceOf(XorbVerdict.Genuine.class);
      assertThat(stored.toByteArray()).isEqualTo(body);
      assertIndex(((XorbVerdict.Genuine) verdict).index(), xorb);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void proves_each_file_and_xorb_of_the_shards(String name) throws IOException {
    JsonNode vectorCase = Vectors.caseNamed(name);
    var verifier = new ShardVerifier(MemoryXorbs.after(vectorCase), (_, _, _) -> true);
    for (JsonNode expected : Vectors.list(vectorCase.get("shards"))) {
      Shard shard = shard(expected);

      assertThat(shard.files()).allMatch(f -> verifier.verify(f).equals(new ShardVerdict.Proven()));
      assertThat(shard.xorbs()).allMatch(x -> verifier.verify(x).equals(new ShardVerdict.Proven()));
      assertThat(shard.files().stream().map(f -> f.hash().toString()))
          .containsExactlyElementsOf(
              Vectors.list(expected.get("files")).stream().map(JsonNode::asString).toList());
      assertThat(shard.xorbs().stream().map(x -> x.hash().toString()))
          .containsExactlyElementsOf(
              Vectors.list(expected.get("xorbs")).stream()
                  .map(x -> Vectors.text(x, "hash"))
                  .toList());
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void gives_back_each_file_as_it_was(String name) throws Exception {
    JsonNode vectorCase = Vectors.caseNamed(name);
    var xorbs = MemoryXorbs.after(vectorCase);
    for (JsonNode expected : Vectors.list(vectorCase.get("files"))) {
      ShardFile file = file(vectorCase, Vectors.hash(expected, "file_hash"));
      assertTerms(file.terms(), expected);
      assertSha256(file, expected);

      byte[] content;
      try (var in =
          new ReconstructedStream(file.terms(), xorbs, 0, file.terms().length().bytes())) {
        content = in.readAllBytes();
      }

      assertThat(content).isEqualTo(VectorInput.of(expected.get("input")));
      assertThat(BlobId.of(MessageDigest.getInstance("SHA-256").digest(content)).hex())
          .isEqualTo(Vectors.text(expected, "sha256"));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void plans_each_reconstruction(String name) throws IOException {
    JsonNode vectorCase = Vectors.caseNamed(name);
    var xorbs = MemoryXorbs.after(vectorCase);
    for (JsonNode expected : Vectors.list(vectorCase.get("files"))) {
      Terms terms = file(vectorCase, Vectors.hash(expected, "file_hash")).terms();
      for (JsonNode reconstruction : Vectors.list(expected.get("reconstructions"))) {
        ExpectedPlan.assertPlanned(terms, xorbs, reconstruction);
      }
    }
  }

  private static void assertIndex(XorbIndex index, JsonNode xorb) {
    List<JsonNode> chunks = Vectors.list(xorb.get("chunks"));
    assertThat(index.chunkCount()).isEqualTo(chunks.size());
    assertThat(index.packedLength().bytes()).isEqualTo(xorb.get("body_length").asLong());
    assertThat(index.unpackedLength().bytes()).isEqualTo(xorb.get("length").asLong());
    for (int i = 0; i < chunks.size(); i++) {
      JsonNode chunk = chunks.get(i);
      assertThat(index.chunk(i)).isEqualTo(Vectors.hash(chunk, "hash"));
      assertThat(index.packed(i, i + 1))
          .isEqualTo(new PackedRange(chunk.get("at").asLong(), chunk.get("end").asLong()));
      assertThat(index.unpackedLength(i, i + 1)).isEqualTo(chunk.get("length").asLong());
    }
    assertThat(XorbIndex.decode(index.encode()).orThrow().encode()).isEqualTo(index.encode());
  }

  private static void assertTerms(Terms terms, JsonNode file) {
    List<Term> expected =
        Vectors.list(file.get("terms")).stream().map(AcceptedVectorsTest::term).toList();
    assertThat(terms).containsExactlyElementsOf(expected);
    assertThat(terms.length().bytes()).isEqualTo(file.get("length").asLong());
    assertThat(Terms.decode(terms.encode())).isEqualTo(Parsed.of(terms));
    assertThat(Terms.of(expected)).isEqualTo(terms);
  }

  private static void assertSha256(ShardFile file, JsonNode expected) {
    JsonNode sha256 = expected.get("sha256_in_shard");
    boolean absent = sha256.isNull() || sha256.asString().equals("0".repeat(BlobId.DIGITS));
    assertThat(file.sha256().map(BlobId::hex).orElse("none"))
        .isEqualTo(absent ? "none" : sha256.asString());
  }

  private static Term term(JsonNode term) {
    return new Term(
        Vectors.hash(term, "xorb"),
        term.get("start").asInt(),
        term.get("end").asInt(),
        term.get("length").asInt());
  }

  private static ShardFile file(JsonNode vectorCase, XetHash hash) throws IOException {
    for (JsonNode shard : Vectors.list(vectorCase.get("shards"))) {
      for (ShardFile file : shard(shard).files()) {
        if (file.hash().equals(hash)) {
          return file;
        }
      }
    }
    throw new AssertionError("no shard has file " + hash);
  }

  private static Shard shard(JsonNode shard) throws IOException {
    byte[] body = Vectors.file(Vectors.text(shard, "body"));
    return ShardReader.read(new ByteArrayInputStream(body)).orThrow();
  }
}
