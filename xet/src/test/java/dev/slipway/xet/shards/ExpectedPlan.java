package dev.slipway.xet.shards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.xet.PackedRange;
import dev.slipway.xet.Reconstruction;
import dev.slipway.xet.Term;
import dev.slipway.xet.Terms;
import dev.slipway.xet.Vectors;
import dev.slipway.xet.XorbFetch;
import dev.slipway.xet.XorbIndexes;
import dev.slipway.xet.hashing.XetHash;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Compares a plan with what the vectors expect for a {@code Range} header. */
final class ExpectedPlan {

  private ExpectedPlan() {}

  static void assertPlanned(Terms terms, XorbIndexes indexes, JsonNode expected) {
    Reconstruction actual = plan(terms, indexes, expected.get("range"));
    switch (actual) {
      case Reconstruction.BeyondEnd _ -> assertThat(expected.get("status").asInt()).isEqualTo(416);
      case Reconstruction.Plan plan -> {
        assertThat(expected.get("status").asInt()).isEqualTo(200);
        assertPlan(plan, expected);
      }
    }
  }

  private static Reconstruction plan(Terms terms, XorbIndexes indexes, JsonNode range) {
    if (range.isNull()) {
      return Reconstruction.whole(terms, indexes);
    }
    String[] ends = range.asString().substring("bytes=".length()).split("-", -1);
    return Reconstruction.of(terms, Long.parseLong(ends[0]), Long.parseLong(ends[1]), indexes);
  }

  private static void assertPlan(Reconstruction.Plan plan, JsonNode expected) {
    assertThat(plan.offsetIntoFirst()).isEqualTo(expected.get("offset_into_first_range").asInt());
    List<Term> terms = new ArrayList<>();
    for (JsonNode term : Vectors.list(expected.get("terms"))) {
      JsonNode range = term.get("range");
      terms.add(
          new Term(
              Vectors.hash(term, "hash"),
              range.get("start").asInt(),
              range.get("end").asInt(),
              term.get("unpacked_length").asInt()));
    }
    assertThat(plan.terms()).containsExactlyElementsOf(terms);
    List<XorbFetch> fetches = new ArrayList<>();
    expected
        .get("fetch")
        .properties()
        .forEach(entry ->
            fetches.add(
                new XorbFetch(XetHash.parse(entry.getKey()).orThrow(), ranges(entry.getValue()))));
    assertThat(plan.fetches()).containsExactlyInAnyOrderElementsOf(fetches);
  }

  private static List<XorbFetch.Range> ranges(JsonNode ranges) {
    return Vectors.list(ranges).stream().map(ExpectedPlan::range).toList();
  }

  private static XorbFetch.Range range(JsonNode range) {
    JsonNode chunks = range.get("chunks");
    JsonNode bytes = range.get("bytes");
    return new XorbFetch.Range(
        chunks.get("start").asInt(),
        chunks.get("end").asInt(),
        new PackedRange(bytes.get("start").asLong(), bytes.get("end").asLong() + 1));
  }
}
