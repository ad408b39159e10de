package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.names.Parsed;
import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.ClaimMatch.Verdict;
import dev.slipway.trust.ProviderPreset.Page;
import dev.slipway.trust.ProviderPreset.Row;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each preset against tokens that it takes and tokens that somebody forged, stole or borrowed. */
class GoldenVectorsTest {

  private static final int FEWEST_VALID = 3;
  private static final int FEWEST_HOSTILE = 10;

  private final VerifierFixture fixture = new VerifierFixture();

  @TestFactory
  Stream<DynamicNode> every_preset_has_vectors() {
    return Presets.all().stream()
        .map(preset ->
            DynamicTest.dynamicTest(
                preset.id(),
                () -> {
                  assertThat(Vector.of(preset.id(), "valid"))
                      .hasSizeGreaterThanOrEqualTo(FEWEST_VALID);
                  assertThat(Vector.of(preset.id(), "hostile"))
                      .hasSizeGreaterThanOrEqualTo(FEWEST_HOSTILE);
                }));
  }

  @TestFactory
  Stream<DynamicNode> takes() {
    return each("valid", this::check_valid);
  }

  @TestFactory
  Stream<DynamicNode> refuses() {
    return each("hostile", this::check_hostile);
  }

  private interface Check {
    void run(ProviderPreset preset, Vector vector);
  }

  private static Stream<DynamicNode> each(String kind, Check check) {
    return Presets.all().stream()
        .flatMap(preset ->
            Vector.of(preset.id(), kind).stream()
                .map(vector ->
                    DynamicTest.dynamicTest(
                        preset.id() + ": " + vector.sentence(), () -> check.run(preset, vector))));
  }

  private Verification verify(ProviderPreset preset, Vector vector) {
    IssuerSettings settings = VerifierFixture.pasted(preset, vector.issuer(), SigningKey.RSA);
    return fixture.verify(
        SigningKey.RSA.sign(vector.json()),
        vector.byOperator() ? settings.withPresetByOperator() : settings);
  }

  private static Parsed<ClaimPolicy> policy(ProviderPreset preset, Vector vector) {
    return ClaimPolicy.parse(preset, vector.publisher(), vector.unlocked());
  }

  private void check_valid(ProviderPreset preset, Vector vector) {
    var verification = verify(preset, vector);

    assertThat(verification).isInstanceOf(Verification.Verified.class);
    VerifiedToken token = ((Verification.Verified) verification).token();
    var report = policy(preset, vector).orThrow().evaluate(token);
    assertThat(report.failures()).isEmpty();
    assertThat(report.anchored()).isTrue();
    check_facts(preset.describe(token), vector);
  }

  private static void check_facts(JobFacts facts, Vector vector) {
    Map<String, ClaimValue> expected = vector.expected().members();
    if (expected.containsKey("rows")) {
      Vector.object(Vector.field(expected, "rows"))
          .forEach((row, value) ->
              assertThat(facts.rows())
                  .containsEntry(Row.valueOf(row.toUpperCase(Locale.ROOT)), value.toString()));
    }
    if (expected.containsKey("links")) {
      Map<Page, URI> links = new EnumMap<>(Page.class);
      Vector.object(Vector.field(expected, "links"))
          .forEach((page, uri) ->
              links.put(Page.valueOf(page.toUpperCase(Locale.ROOT)), URI.create(uri.toString())));
      assertThat(facts.links()).containsAllEntriesOf(links);
      assertThat(links.isEmpty() && !facts.links().isEmpty()).isFalse();
    }
  }

  private void check_hostile(ProviderPreset preset, Vector vector) {
    Map<String, ClaimValue> expected = vector.expected().members();
    if (expected.containsKey("unsavable")) {
      assertThat(policy(preset, vector)).isInstanceOf(Malformed.class);
      assertThat(((Malformed<ClaimPolicy>) policy(preset, vector)).problem())
          .contains(Vector.field(expected, "unsavable").toString());
    } else if (expected.containsKey("flaw")) {
      assertThat(VerifierFixture.flaw(verify(preset, vector)))
          .isEqualTo(Flaw.valueOf(Vector.field(expected, "flaw").toString()));
    } else {
      check_mismatch(preset, vector, expected);
    }
  }

  private void check_mismatch(
      ProviderPreset preset, Vector vector, Map<String, ClaimValue> expected) {
    var verification = verify(preset, vector);
    assertThat(verification).isInstanceOf(Verification.Verified.class);

    List<ClaimMatch> failures =
        policy(preset, vector)
            .orThrow()
            .evaluate(((Verification.Verified) verification).token())
            .failures();

    assertThat(failures)
        .extracting(ClaimMatch::claim, ClaimMatch::verdict)
        .contains(
            tuple(
                Vector.field(expected, "claim").toString(),
                Verdict.valueOf(Vector.field(expected, "verdict").toString())));
  }
}
