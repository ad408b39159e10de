package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.names.Ascii;
import dev.slipway.names.Parsed;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.UnverifiedToken.Reading;
import dev.slipway.trust.recipe.Facts;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Whatever bytes come: a value or a refusal, in little memory, and never a claim that is not there.
 */
class TokenFuzzTest {

  private static final int MAX_MEMBERS = 200;

  private static final String HEADER = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}";

  private static final List<String> PAYLOADS =
      Stream.of(
              SampleClaims.github(),
              SampleClaims.gitlab(),
              SampleClaims.circleci(),
              SampleClaims.bitbucket(),
              SampleClaims.generic())
          .map(SampleClaims::json)
          .toList();

  private static final ClaimPolicy PINNED =
      ClaimPolicy.parse(
              Presets.GITHUB,
              Map.of(
                  "repository", new Text("acme/train"),
                  "branch", new Text("main"),
                  "workflow", new Text("publish.yml")),
              Set.of())
          .orThrow();

  @Test
  void texts_of_tokens() {
    List<String> tokens = PAYLOADS.stream().map(SigningKey.RSA::sign).toList();

    TokenFuzz.attack(
        tokens,
        input -> {
          String text = new String(input, StandardCharsets.ISO_8859_1);
          if (UnverifiedToken.read(text) instanceof Reading.Readable(var token)) {
            String[] parts = text.split("\\.", -1);
            assertThat(parts).hasSize(3);
            assertThat(SigningKey.encode(token.signature())).isEqualTo(parts[2]);
            assertThat(new String(token.signingInput(), StandardCharsets.US_ASCII))
                .isEqualTo(parts[0] + "." + parts[1]);
          }
        });
  }

  @Test
  void headers() {
    String payload = SigningKey.encode(SampleClaims.github().json());

    TokenFuzz.attack(
        List.of(HEADER, "{\"alg\":\"ES256\"}", "{\"b64\":true,\"alg\":\"EdDSA\",\"x5c\":[\"A\"]}"),
        input -> {
          String text = SigningKey.encode(input) + "." + payload + ".c2ln";
          if (UnverifiedToken.read(text) instanceof Reading.Readable(var token)) {
            Map<String, ClaimValue> header = object(input);
            assertThat(header)
                .doesNotContainKeys("crit", "enc", "zip", "cty", "p2c", "epk")
                .containsEntry("alg", new Text(token.algorithm()));
            assertThat(token.keyId().map(Text::new).orElse(null)).isEqualTo(header.get("kid"));
          }
        });
  }

  private static Map<String, ClaimValue> object(byte[] json) {
    return switch (StrictJson.read(json, MAX_MEMBERS)) {
      case StrictJson.Reading.Read(Members object) -> object.members();
      case StrictJson.Reading.Refused(Flaw flaw) -> throw new AssertionError(flaw);
    };
  }

  @Test
  void payloads() {
    TokenFuzz.attack(
        PAYLOADS,
        input -> {
          if (StrictJson.read(input, MAX_MEMBERS)
              instanceof StrictJson.Reading.Read(Members object)) {
            // What was read says the same when it is written and read again.
            byte[] again = Vector.json(object).getBytes(StandardCharsets.UTF_8);
            assertThat(object(again)).isEqualTo(object.members());
            check_claims(SigningKey.encode(HEADER) + "." + SigningKey.encode(input) + ".c2ln");
          }
        });
  }

  private static void check_claims(String text) {
    if (UnverifiedToken.read(text) instanceof Reading.Readable(var token)) {
      ClaimSet claims = token.unverifiedClaims();
      if (PINNED.explain(token).accepted()) {
        Facts said = claims.facts(token.issuer(), Optional.empty());
        assertThat(Ascii.lowerCase(said.text("repository").orElse(""))).isEqualTo("acme/train");
        assertThat(said.text("ref")).contains("refs/heads/main");
        assertThat(said.text("event_name").orElse("")).doesNotStartWith("pull_request");
      }
      for (ProviderPreset preset : Presets.all()) {
        JobFacts facts = JobFacts.of(preset, token.issuer(), claims);
        facts.links().values().forEach(uri -> assertThat(uri.getScheme()).startsWith("http"));
        facts.snapshot().keySet().forEach(name -> assertThat(preset.snapshot()).contains(name));
      }
    }
  }

  @Test
  void presets_and_policies() {
    List<String> files =
        Presets.all().stream().map(preset -> PresetReaderTest.file(preset.id())).toList();
    UnverifiedToken token = SampleClaims.github().unverified();

    TokenFuzz.attack(
        files,
        input -> {
          // Whichever file it was made of, as that of one name.
          switch (PresetReader.read("github.json", input)) {
            case Parsed.Malformed<ProviderPreset>(var problem) ->
                assertThat(problem).startsWith("github.json: ");
            case Parsed.Value<ProviderPreset>(var preset) -> check(preset, token);
          }
        });
  }

  private static void check(ProviderPreset preset, UnverifiedToken token) {
    JobFacts.of(preset, token.issuer(), token.unverifiedClaims());
    var claims = Map.<String, ClaimValue>of("repository", new Text("acme/other"));
    if (ClaimPolicy.parse(preset, claims, Set.of())
        instanceof Parsed.Value<ClaimPolicy>(var policy)) {
      assertThat(policy.explain(token).accepted()).isFalse();
      assertThat(policy.strength().facts()).isNotNull();
    }
  }
}
