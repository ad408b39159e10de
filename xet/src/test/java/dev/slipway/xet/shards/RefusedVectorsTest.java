package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.BlobId;
import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.names.Parsed.Value;
import dev.slipway.xet.MemoryXorbs;
import dev.slipway.xet.ReconstructedStream;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.XorbVerdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RefusedVectorsTest {

  static List<JsonNode> xorbs() {
    return Vectors.refused("xorbs");
  }

  static List<JsonNode> shards() {
    return Vectors.refused("shards");
  }

  @ParameterizedTest
  @MethodSource("xorbs")
  void refuses_a_wrong_xorb(JsonNode wrong) {
    var out = new ByteArrayOutputStream();

    XorbVerdict verdict =
        new MemoryXorbs().verify(Vectors.hash(wrong, "url_hash"), Vectors.wrongBody(wrong), out);

    assertThat(verdict).as(Vectors.text(wrong, "why")).isInstanceOf(XorbVerdict.Refused.class);
  }

  @ParameterizedTest
  @MethodSource("shards")
  void refuses_a_wrong_shard(JsonNode wrong) throws Exception {
    JsonNode vectorCase = Vectors.caseNamed(Vectors.text(wrong, "case"));
    var store = new MemoryXorbs();
    if (wrong.get("without_xorbs_of") == null) {
      store.addNeedsOf(vectorCase);
    }
    store.addXorbsOf(vectorCase);

    Parsed<Shard> shard = ShardReader.read(new ByteArrayInputStream(Vectors.wrongBody(wrong)));

    assertThat(isAccepted(shard, store)).as(Vectors.text(wrong, "why")).isFalse();
  }

  private static boolean isAccepted(Parsed<Shard> parsed, MemoryXorbs store) throws Exception {
    return switch (parsed) {
      case Malformed<Shard> _ -> false;
      case Value<Shard>(var shard) -> {
        var verifier = new ShardVerifier(store, (_, _, _) -> true);
        boolean proven =
            shard.files().stream().map(verifier::verify).allMatch(RefusedVectorsTest::isProven)
                && shard.xorbs().stream()
                    .map(verifier::verify)
                    .allMatch(RefusedVectorsTest::isProven);
        yield proven && hasItsSha256(shard.files().getFirst(), store);
      }
    };
  }

  private static boolean isProven(ShardVerdict verdict) {
    return verdict.equals(new ShardVerdict.Proven());
  }

  private static boolean hasItsSha256(ShardFile file, MemoryXorbs store) throws Exception {
    try (var in = new ReconstructedStream(file.terms(), store, 0, file.terms().length().bytes())) {
      var digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
      return file.sha256().orElseThrow().equals(BlobId.of(digest));
    }
  }
}
