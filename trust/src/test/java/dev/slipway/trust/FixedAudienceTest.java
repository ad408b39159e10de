package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.Verification.Verified;
import org.junit.jupiter.api.Test;

/** Rule G6: tokens whose audience says nothing, for an operator who accepts that. */
class FixedAudienceTest {

  private static final String ISSUER = "https://vstoken.dev.azure.com/0ca3";
  private static final ProviderPreset AZURE = Presets.find("azure-devops").orElseThrow();

  private final VerifierFixture fixture = new VerifierFixture();

  private static SampleClaims token() {
    return SampleClaims.generic()
        .with("iss", ISSUER)
        .with("aud", "api://AzureADTokenExchange")
        .with("jti", "90b7")
        .with("exp", SampleClaims.ISSUED + 900);
  }

  private static IssuerSettings settings(ProviderPreset preset) {
    return VerifierFixture.pasted(preset, ISSUER, SigningKey.RSA);
  }

  private Verification verify(SampleClaims token, IssuerSettings settings) {
    return fixture.verify(SigningKey.RSA.sign(token.json()), settings);
  }

  @Test
  void the_operator_can_allow_it_and_nobody_else() {
    assertThat(verify(token(), settings(AZURE).withPresetByOperator()))
        .isInstanceOf(Verified.class);
    assertThat(VerifierFixture.flaw(verify(token(), settings(AZURE))))
        .isEqualTo(Flaw.AUDIENCE_OTHER);
  }

  @Test
  void an_issuer_that_is_known_by_its_address_has_no_exception() {
    var settings =
        IssuerSettings.parse(
                new dev.slipway.names.Issuer(ISSUER),
                Presets.of(new dev.slipway.names.Issuer(ISSUER)),
                true,
                new IssuerSettings.KeySource.Pasted(SigningKey.jwks(SigningKey.RSA)))
            .orThrow();

    assertThat(settings.preset()).isEqualTo(AZURE);
    assertThat(settings.isPresetByOperator()).isFalse();
    assertThat(VerifierFixture.flaw(verify(token(), settings))).isEqualTo(Flaw.AUDIENCE_OTHER);
  }

  @Test
  void the_operators_word_changes_nothing_where_the_preset_has_no_fixed_audience() {
    for (ProviderPreset preset : Presets.all()) {
      if (!preset.equals(AZURE)) {
        assertThat(VerifierFixture.flaw(verify(token(), settings(preset).withPresetByOperator())))
            .as(preset.id())
            .isEqualTo(Flaw.AUDIENCE_OTHER);
      }
    }
  }

  @Test
  void then_it_is_that_audience_to_the_letter_and_no_longer_the_hubs() {
    var settings = settings(AZURE).withPresetByOperator();

    assertThat(VerifierFixture.flaw(verify(token().with("aud", SampleClaims.HUB), settings)))
        .isEqualTo(Flaw.AUDIENCE_OTHER);
    assertThat(
            VerifierFixture.flaw(
                verify(token().with("aud", "api://azureadtokenexchange"), settings)))
        .isEqualTo(Flaw.AUDIENCE_OTHER);
  }

  @Test
  void a_token_is_shown_within_ten_minutes_or_not_at_all() {
    var settings = settings(AZURE).withPresetByOperator();

    fixture.clock.setEpochSecond(SampleClaims.ISSUED + 600);
    assertThat(verify(token(), settings)).isInstanceOf(Verified.class);

    fixture.clock.setEpochSecond(SampleClaims.ISSUED + 601);
    assertThat(VerifierFixture.flaw(verify(token(), settings))).isEqualTo(Flaw.TOO_OLD);
  }

  @Test
  void it_is_exchanged_once() {
    assertThat(AZURE.tokens().exchangesPerToken()).isEqualTo(1);
    assertThat(AZURE.tokens().tokenIdRequired()).isTrue();
  }
}
