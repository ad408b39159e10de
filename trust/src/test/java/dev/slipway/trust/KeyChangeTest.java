package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.outbound.OutboundHttp;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * An issuer that changes a key and keeps its id (Jenkins, 3.10), and keys that are distrusted (F6).
 */
class KeyChangeTest {

  private static final SigningKey OLD = SigningKey.RSA;
  private static final SigningKey NEW = SigningKey.OTHER_RSA.withId(OLD.id());
  private static final SigningKey FORGER = SigningKey.of(OLD.id(), "RS256");

  private final SettableClock clock = SettableClock.afterIssue();
  private final LoopbackIssuer issuer = new LoopbackIssuer(OLD);
  private final IssuerSettings settings = issuer.settings(Presets.GENERIC);
  private final KeyCache cache = new KeyCache(new OutboundHttp(), clock);
  private final TokenVerifier verifier =
      new TokenVerifier(List.of(new Audience(SampleClaims.HUB)), cache, clock);

  @AfterEach
  void stop() {
    issuer.close();
  }

  private Verification show(SigningKey key) {
    return show(key, settings);
  }

  private Verification show(SigningKey key, IssuerSettings known) {
    return show(key.sign(payload()), known);
  }

  private Verification show(String jwt, IssuerSettings known) {
    return switch (UnverifiedToken.read(jwt)) {
      case UnverifiedToken.Reading.Readable(var token) -> verifier.verify(token, known);
      case UnverifiedToken.Reading.Unreadable(Flaw flaw) -> new Rejected(flaw);
    };
  }

  private String payload() {
    return SampleClaims.generic()
        .with("iss", issuer.issuer().text())
        .with("exp", SampleClaims.ISSUED + 86_000)
        .json();
  }

  @Test
  void takes_a_new_key_under_the_old_id_after_one_fetch() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);
    issuer.publish(NEW);

    assertThat(show(NEW)).isInstanceOf(Verified.class);
    assertThat(show(OLD)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void takes_a_new_key_of_another_kind_under_the_old_id() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);
    SigningKey curve = SigningKey.EC256.withId(OLD.id());
    issuer.publish(curve);

    assertThat(show(curve)).isInstanceOf(Verified.class);
  }

  @Test
  void takes_a_new_key_where_neither_names_an_id() {
    String header = "{\"alg\":\"RS256\"}";
    assertThat(show(OLD.sign(header, payload()), settings)).isInstanceOf(Verified.class);
    issuer.publish(NEW);

    assertThat(show(NEW.sign(header, payload()), settings)).isInstanceOf(Verified.class);
  }

  @Test
  void forged_signatures_cause_one_fetch_a_minute_and_no_more() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);

    for (int minute = 1; minute <= 3; minute++) {
      for (int i = 0; i < 100; i++) {
        assertThat(show(FORGER)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
      }
      assertThat(issuer.keyFetches()).isEqualTo(1 + minute);
      clock.forward(KeyCache.COOL_DOWN);
    }
    assertThat(show(OLD)).isInstanceOf(Verified.class);
  }

  @Test
  void forged_signatures_and_unknown_keys_share_their_one_fetch() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);

    show(FORGER);
    show(FORGER.withId("unknown"));
    show(FORGER);

    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void forged_signatures_cause_one_fetch_a_minute_also_while_the_issuer_fails() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);
    issuer.breakDown();

    for (int i = 0; i < 100; i++) {
      assertThat(show(FORGER)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
    }

    assertThat(issuer.keyFetches()).isEqualTo(2);
    assertThat(show(OLD)).isInstanceOf(Verified.class);
  }

  @Test
  void a_forged_signature_is_one_with_the_new_key_as_well() {
    assertThat(show(OLD)).isInstanceOf(Verified.class);
    issuer.publish(NEW);

    assertThat(show(FORGER)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
    assertThat(show(NEW)).isInstanceOf(Verified.class);
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void a_forged_signature_causes_no_fetch_where_ids_are_not_used_again() {
    IssuerSettings github = issuer.settings(Presets.GITHUB);
    assertThat(show(FORGER, github)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
    int before = issuer.keyFetches();

    assertThat(show(FORGER, github)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));

    assertThat(issuer.keyFetches()).isEqualTo(before).isEqualTo(1);
  }

  @Test
  void nothing_is_fetched_where_keys_are_pasted() {
    var pasted = VerifierFixture.pasted(Presets.GENERIC, issuer.issuer().text(), OLD);

    assertThat(show(FORGER, pasted)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void a_new_key_under_an_old_id_is_first_seen_when_it_comes() {
    cache.refresh(settings);
    var start = clock.instant();
    clock.forward(Duration.ofHours(1));
    issuer.publish(NEW, SigningKey.EC256);

    var keys = cache.refresh(settings).keys();

    assertThat(keys).extracting(KeyCache.KnownKey::id).containsExactly(OLD.id(), "ec-256");
    assertThat(keys)
        .extracting(KeyCache.KnownKey::firstSeen)
        .containsOnly(start.plus(Duration.ofHours(1)));
  }

  @Test
  void f6_a_distrusted_key_verifies_nothing_although_its_issuer_publishes_it() {
    issuer.publish(OLD, SigningKey.EC256);
    assertThat(show(OLD)).isInstanceOf(Verified.class);
    IssuerSettings wary = settings.distrusting(Set.of(OLD.id()));

    assertThat(show(OLD, wary)).isEqualTo(new Rejected(Flaw.KEY_DISTRUSTED));
    assertThat(show(SigningKey.EC256, wary)).isInstanceOf(Verified.class);
    assertThat(show(OLD, settings)).isInstanceOf(Verified.class);
  }

  @Test
  void f6_a_key_that_is_distrusted_by_its_thumbprint_may_be_followed_by_another_of_its_id() {
    String thumbprint = cache.refresh(settings).keys().getFirst().thumbprint();
    IssuerSettings wary = settings.distrusting(Set.of(thumbprint));
    assertThat(show(OLD, wary)).isEqualTo(new Rejected(Flaw.KEY_DISTRUSTED));
    issuer.publish(NEW);
    clock.forward(KeyCache.COOL_DOWN);

    assertThat(show(NEW, wary)).isInstanceOf(Verified.class);
    assertThat(show(OLD, wary)).isEqualTo(new Rejected(Flaw.SIGNATURE_WRONG));
  }

  @Test
  void f6_a_token_that_names_no_key_does_not_get_round_it() {
    String nameless = OLD.sign("{\"alg\":\"RS256\"}", payload());
    IssuerSettings wary = settings.distrusting(Set.of(OLD.id()));

    assertThat(show(nameless, settings)).isInstanceOf(Verified.class);
    assertThat(show(nameless, wary)).isEqualTo(new Rejected(Flaw.KEY_DISTRUSTED));
  }

  @Test
  void f6_a_verified_token_knows_which_key_vouched_for_it() {
    if (!(show(OLD) instanceof Verified(VerifiedToken token))) {
      throw new AssertionError("not verified");
    }
    String thumbprint = cache.health(settings).keys().getFirst().thumbprint();

    assertThat(token.isVouchedForByAny(Set.of("x", OLD.id()))).isTrue();
    assertThat(token.isVouchedForByAny(Set.of(thumbprint))).isTrue();
    assertThat(token.isVouchedForByAny(Set.of("x"))).isFalse();
    assertThat(token.isVouchedForByAny(Set.of())).isFalse();
  }

  @Test
  void a_distrusted_key_is_no_reason_to_come_again() {
    IssuerSettings wary = settings.distrusting(Set.of(OLD.id()));

    assertThat(show(OLD, wary)).isNotInstanceOf(KeysUnavailable.class);
  }
}
