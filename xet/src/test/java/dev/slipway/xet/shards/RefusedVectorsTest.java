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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class RefusedVectorsTest {

  private static final HexFormat HEX = HexFormat.of();

  static List<JsonNode> xorbs() {
    return refused("xorbs");
  }

  static List<JsonNode> shards() {
    return refused("shards");
  }

  @ParameterizedTest
  @MethodSource("xorbs")
  void refuses_a_wrong_xorb(JsonNode wrong) {
    var out = new ByteArrayOutputStream();

    XorbVerdict verdict =
        new MemoryXorbs().verify(Vectors.hash(wrong, "url_hash"), body(wrong), out);

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

    Parsed<Shard> shard = ShardReader.read(new ByteArrayInputStream(body(wrong)));

    assertThat(isAccepted(shard, store)).as(Vectors.text(wrong, "why")).isFalse();
  }

  private static boolean isAccepted(Parsed<Shard> parsed, MemoryXorbs store) throws Exception {
    return switch (parsed) {
      case Malformed<Shard> _ -> false;
      case Value<Shard>(var shard) -> {
        var verifier = new ShardVerifier(store);
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

  private static List<JsonNode> refused(String endpoint) {
    return Vectors.list(Vectors.INDEX.get("must_be_refused")).stream()
        .filter(wrong -> Vectors.text(wrong, "endpoint").equals(endpoint))
        .toList();
  }

  private static byte[] body(JsonNode wrong) {
    byte[] body = Vectors.file(Vectors.text(wrong, "body"));
    if (wrong.get("flip") != null) {
      body[wrong.get("flip").asInt()] ^= 1;
    }
    if (wrong.get("set") != null) {
      byte[] bytes = HEX.parseHex(wrong.get("set").get(1).asString());
      System.arraycopy(bytes, 0, body, wrong.get("set").get(0).asInt(), bytes.length);
    }
    if (wrong.get("truncate") != null) {
      body = Arrays.copyOf(body, wrong.get("truncate").asInt());
    }
    if (wrong.get("append_hex") != null) {
      byte[] more = HEX.parseHex(Vectors.text(wrong, "append_hex"));
      int length = body.length;
      body = Arrays.copyOf(body, length + more.length);
      System.arraycopy(more, 0, body, length, more.length);
    }
    return body;
  }
}
