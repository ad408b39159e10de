package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.SampleClaims.Raw;
import dev.slipway.trust.Verification.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules B5 and G1 to G11: audience, times and the token's id. */
class RegisteredClaimsTest {

  private static final long ISSUED = SampleClaims.ISSUED;

  private final VerifierFixture fixture = new VerifierFixture();

  private Flaw flaw(ProviderPreset preset, SampleClaims claims) {
    String issuer = claims.unverified().issuer().text();
    return fixture.flaw(
        SigningKey.RSA.sign(claims.json()), VerifierFixture.pasted(preset, issuer, SigningKey.RSA));
  }

  private Verification verify(ProviderPreset preset, SampleClaims claims) {
    String issuer = claims.unverified().issuer().text();
    return fixture.verify(
        SigningKey.RSA.sign(claims.json()), VerifierFixture.pasted(preset, issuer, SigningKey.RSA));
  }

  @Test
  void takes_a_sample_of_each_provider() {
    assertThat(verify(Presets.GITHUB, SampleClaims.github())).isInstanceOf(Verified.class);
    assertThat(verify(Presets.GITLAB, SampleClaims.gitlab())).isInstanceOf(Verified.class);
    assertThat(verify(Presets.CIRCLECI, SampleClaims.circleci())).isInstanceOf(Verified.class);
    assertThat(verify(Presets.BITBUCKET, SampleClaims.bitbucket())).isInstanceOf(Verified.class);
    assertThat(verify(Presets.GENERIC, SampleClaims.generic())).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @CsvSource({
    "aud, AUDIENCE_MISSING",
    "exp, EXPIRY_MISSING",
    "iat, ISSUED_AT_MISSING",
    "sub, SUBJECT_MISSING",
    "jti, TOKEN_ID_MISSING"
  })
  void needs_the_claims_that_every_token_has(String claim, Flaw expected) {
    assertThat(flaw(Presets.GITHUB, SampleClaims.github().without(claim))).isEqualTo(expected);
  }

  static Stream<Arguments> wrongTypes() {
    return Stream.of(
        Arguments.of("exp", "9999999999", Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("null"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("1.79e9"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("1e9"), Flaw.EXPIRY_TYPE),
        Arguments.of("iat", new Raw("1e9"), Flaw.ISSUED_AT_TYPE),
        Arguments.of("nbf", new Raw("1E9"), Flaw.NOT_BEFORE_TYPE),
        Arguments.of("exp", new Raw("1790000300.5"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("1e400000000"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("1000000000000000000"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", new Raw("9007199254740992"), Flaw.EXPIRY_TYPE),
        Arguments.of("exp", -1, Flaw.EXPIRY_TYPE),
        Arguments.of("exp", 0, Flaw.EXPIRY_TYPE),
        Arguments.of("exp", true, Flaw.EXPIRY_TYPE),
        Arguments.of("exp", List.of(ISSUED + 300), Flaw.EXPIRY_TYPE),
        Arguments.of("iat", new Raw("null"), Flaw.ISSUED_AT_TYPE),
        Arguments.of("iat", "1790000000", Flaw.ISSUED_AT_TYPE),
        Arguments.of("nbf", "", Flaw.NOT_BEFORE_TYPE),
        Arguments.of("nbf", new Raw("null"), Flaw.NOT_BEFORE_TYPE),
        Arguments.of("sub", false, Flaw.SUBJECT_TYPE),
        Arguments.of("sub", "", Flaw.SUBJECT_TYPE),
        Arguments.of("sub", List.of("a"), Flaw.SUBJECT_TYPE),
        Arguments.of("jti", 7, Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", "", Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", new Raw("null"), Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", true, Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", List.of("235b"), Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", Map.of("id", "235b"), Flaw.TOKEN_ID_TYPE),
        Arguments.of("jti", "j".repeat(256), Flaw.TOKEN_ID_TYPE));
  }

  @ParameterizedTest
  @MethodSource("wrongTypes")
  void treats_a_wrong_type_as_an_error_and_not_as_absent(String claim, Object value, Flaw flaw) {
    assertThat(flaw(Presets.GITLAB, SampleClaims.gitlab().with(claim, value))).isEqualTo(flaw);
  }

  @Test
  void takes_the_longest_token_id_and_one_of_any_characters() {
    var longest = SampleClaims.gitlab().with("jti", "j".repeat(255));
    var odd = SampleClaims.gitlab().with("jti", "\u00e9 \u202e'--");

    assertThat(verify(Presets.GITLAB, longest)).isInstanceOf(Verified.class);
    assertThat(verify(Presets.GITLAB, odd)).isInstanceOf(Verified.class);
  }

  static Stream<Arguments> audiences() {
    return Stream.of(
        Arguments.of(new Raw("{}"), Flaw.AUDIENCE_TYPE),
        Arguments.of(new Raw("null"), Flaw.AUDIENCE_TYPE),
        Arguments.of(7, Flaw.AUDIENCE_TYPE),
        Arguments.of(List.of(), Flaw.AUDIENCE_TYPE),
        Arguments.of(List.of(List.of("https://hub.example")), Flaw.AUDIENCE_TYPE),
        Arguments.of(List.of("https://hub.example", 7), Flaw.AUDIENCE_TYPE),
        Arguments.of(List.of(""), Flaw.AUDIENCE_OTHER),
        Arguments.of("", Flaw.AUDIENCE_OTHER),
        Arguments.of("https://hub.example/", Flaw.AUDIENCE_OTHER),
        Arguments.of("https://HUB.example", Flaw.AUDIENCE_OTHER),
        Arguments.of("http://hub.example", Flaw.AUDIENCE_OTHER),
        Arguments.of("https://hub.example https://x.example", Flaw.AUDIENCE_OTHER),
        Arguments.of("https://hub.example.evil.test", Flaw.AUDIENCE_OTHER),
        Arguments.of("https://hub.example/dry-run", Flaw.AUDIENCE_OTHER),
        Arguments.of(List.of("https://hub.example", "sigstore"), Flaw.AUDIENCE_SEVERAL),
        Arguments.of(List.of("https://hub.example", "https://hub.example"), Flaw.AUDIENCE_SEVERAL));
  }

  @ParameterizedTest
  @MethodSource("audiences")
  void refuses_what_is_not_exactly_one_of_our_audiences(Object audience, Flaw expected) {
    assertThat(flaw(Presets.GITHUB, SampleClaims.github().with("aud", audience)))
        .isEqualTo(expected);
  }

  @Test
  void takes_an_array_of_one_and_a_further_configured_audience() {
    var inArray = SampleClaims.github().with("aud", List.of("https://hub.example"));
    var further = SampleClaims.github().with("aud", "https://old-hub.example");

    assertThat(verify(Presets.GITHUB, inArray)).isInstanceOf(Verified.class);
    assertThat(verify(Presets.GITHUB, further)).isInstanceOf(Verified.class);
  }

  @Test
  void takes_several_audiences_only_from_a_provider_that_declares_them() {
    var several = List.of("https://x.example", "https://hub.example");
    var eleven = Collections.nCopies(11, "https://hub.example");

    assertThat(verify(Presets.BITBUCKET, SampleClaims.bitbucket().with("aud", several)))
        .isInstanceOf(Verified.class);
    assertThat(flaw(Presets.BITBUCKET, SampleClaims.bitbucket().with("aud", eleven)))
        .isEqualTo(Flaw.AUDIENCE_SEVERAL);
  }

  @Test
  void does_not_take_the_authorised_party_for_the_audience() {
    var claims =
        SampleClaims.generic().with("aud", "https://x.example").with("azp", "https://hub.example");

    assertThat(flaw(Presets.GENERIC, claims)).isEqualTo(Flaw.AUDIENCE_OTHER);
  }

  @Test
  void lets_the_clocks_differ_by_sixty_seconds_and_not_by_one_more() {
    fixture.clock.setEpochSecond(ISSUED + 300 + 59);
    assertThat(verify(Presets.GITHUB, SampleClaims.github())).isInstanceOf(Verified.class);

    fixture.clock.setEpochSecond(ISSUED + 300 + 60);
    assertThat(flaw(Presets.GITHUB, SampleClaims.github())).isEqualTo(Flaw.EXPIRED);

    fixture.clock.setEpochSecond(ISSUED - 60);
    assertThat(verify(Presets.GITHUB, SampleClaims.github())).isInstanceOf(Verified.class);

    fixture.clock.setEpochSecond(ISSUED - 61);
    assertThat(flaw(Presets.GITHUB, SampleClaims.github())).isEqualTo(Flaw.ISSUED_IN_THE_FUTURE);
  }

  @Test
  void refuses_a_token_before_its_time() {
    long now = ISSUED + 60;

    assertThat(flaw(Presets.GITHUB, SampleClaims.github().with("nbf", now + 61)))
        .isEqualTo(Flaw.NOT_YET_VALID);
    assertThat(verify(Presets.GITHUB, SampleClaims.github().with("nbf", now + 60)))
        .isInstanceOf(Verified.class);
    assertThat(flaw(Presets.GITHUB, SampleClaims.github().with("exp", ISSUED)))
        .isEqualTo(Flaw.EXPIRES_BEFORE_ISSUED);
    assertThat(flaw(Presets.GITHUB, SampleClaims.github().with("exp", ISSUED - 1)))
        .isEqualTo(Flaw.EXPIRES_BEFORE_ISSUED);
  }

  static Stream<Arguments> lifetimes() {
    return Stream.of(
        Arguments.of(Presets.GITHUB, SampleClaims.github(), Duration.ofMinutes(15)),
        Arguments.of(Presets.GITLAB, SampleClaims.gitlab(), Duration.ofHours(24)),
        Arguments.of(Presets.CIRCLECI, SampleClaims.circleci(), Duration.ofHours(2)),
        Arguments.of(Presets.BITBUCKET, SampleClaims.bitbucket(), Duration.ofHours(24)),
        Arguments.of(Presets.GENERIC, SampleClaims.generic(), Duration.ofHours(24)));
  }

  @ParameterizedTest
  @MethodSource("lifetimes")
  void refuses_a_token_that_lives_too_long(
      ProviderPreset preset, SampleClaims claims, Duration longest) {
    assertThat(verify(preset, claims.with("exp", ISSUED + longest.toSeconds())))
        .isInstanceOf(Verified.class);
    assertThat(flaw(preset, claims.with("exp", ISSUED + longest.toSeconds() + 1)))
        .isEqualTo(Flaw.LIVES_TOO_LONG);
    assertThat(flaw(preset, claims.with("exp", ISSUED + 315_360_000L)))
        .isEqualTo(Flaw.LIVES_TOO_LONG);
    assertThat(flaw(preset, claims.with("exp", (1L << 53) - 1))).isEqualTo(Flaw.LIVES_TOO_LONG);
  }

  @Test
  void gives_what_it_verified() {
    VerifiedToken token = fixture.genuine(SampleClaims.github(), Presets.GITHUB);

    assertThat(token.subject().text())
        .isEqualTo("repo:acme@123456/train@456789:environment:release");
    assertThat(token.issuedAt()).isEqualTo(Instant.ofEpochSecond(ISSUED));
    assertThat(token.expiresAt()).isEqualTo(Instant.ofEpochSecond(ISSUED + 300));
    assertThat(token.tokenId()).contains("7a1c5d3e-0001");
    assertThat(token.toString()).doesNotContain("7a1c5d3e");
  }

  @Test
  void is_remembered_for_longer_than_it_is_accepted() {
    VerifiedToken token = fixture.genuine(SampleClaims.github(), Presets.GITHUB);

    assertThat(token.rememberUntil())
        .isAfter(token.expiresAt().plus(TokenVerifier.LEEWAY))
        .isBefore(token.expiresAt().plus(Duration.ofHours(1)));
  }

  @Test
  void is_remembered_by_issuer_and_token_id() {
    var fresh = SampleClaims.generic().with("jti", "one");
    String key = fixture.genuine(fresh, Presets.GENERIC).replayKey();

    assertThat(key).matches("[0-9a-f]{64}");
    assertThat(fixture.genuine(fresh.with("sub", "robot-8"), Presets.GENERIC).replayKey())
        .isEqualTo(key);
    assertThat(fixture.genuine(fresh.with("jti", "two"), Presets.GENERIC).replayKey())
        .isNotEqualTo(key);
    assertThat(
            fixture
                .genuine(fresh.with("jti", "one").with("iss", "https://b.example"), Presets.GENERIC)
                .replayKey())
        .isNotEqualTo(key);
  }

  @Test
  void is_remembered_by_its_content_where_it_has_no_id() {
    String key = fixture.genuine(SampleClaims.generic(), Presets.GENERIC).replayKey();

    assertThat(fixture.genuine(SampleClaims.generic(), Presets.GENERIC).replayKey()).isEqualTo(key);
    assertThat(fixture.genuine(SampleClaims.generic().with("n", 1), Presets.GENERIC).replayKey())
        .isNotEqualTo(key);
  }

  @Test
  void issuer_and_token_id_do_not_run_together() {
    var left = SampleClaims.generic().with("iss", "https://a.example/b").with("jti", "c");
    var right = SampleClaims.generic().with("iss", "https://a.example/").with("jti", "bc");

    assertThat(fixture.genuine(left, Presets.GENERIC).replayKey())
        .isNotEqualTo(fixture.genuine(right, Presets.GENERIC).replayKey());
  }
}
