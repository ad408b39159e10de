package dev.slipway.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.names.Parsed.Malformed;
import dev.slipway.trust.IssuerSettings.KeySource;
import dev.slipway.trust.Verification.KeysUnavailable;
import dev.slipway.trust.Verification.Rejected;
import dev.slipway.trust.Verification.Verified;
import dev.slipway.trust.outbound.OutboundHttp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules F1 to F5, D2 and D4, with a real issuer that answers over loopback. */
class KeyCacheTest {

  private final SettableClock clock = SettableClock.afterIssue();
  private final LoopbackIssuer issuer = new LoopbackIssuer(SigningKey.RSA);
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
    String payload =
        SampleClaims.generic()
            .with("iss", issuer.issuer().text())
            .with("exp", SampleClaims.ISSUED + 86_000)
            .json();
    return switch (UnverifiedToken.read(key.sign(payload))) {
      case UnverifiedToken.Reading.Readable(var token) -> verifier.verify(token, known);
      case UnverifiedToken.Reading.Unreadable(Flaw flaw) -> new Rejected(flaw);
    };
  }

  @Test
  void fetches_once_for_the_first_token_and_never_for_the_next() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);

    assertThat(issuer.requests()).containsExactly("/.well-known/openid-configuration", "/keys");
  }

  @Test
  void fetches_nothing_for_a_token_after_the_background_did() {
    cache.refreshAll(List.of(settings));
    int before = issuer.requests().size();

    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    assertThat(issuer.requests()).hasSize(before);
  }

  @Test
  void fetches_nothing_for_a_disabled_issuer() {
    var disabled = new IssuerSettings(issuer.issuer(), Presets.GENERIC, false, settings.keys());

    assertThat(show(SigningKey.RSA, disabled)).isEqualTo(new Rejected(Flaw.ISSUER_DISABLED));
    cache.refreshAll(List.of(disabled));
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void an_issuer_that_is_slow_does_not_make_the_others_wait() throws Exception {
    var released = new java.util.concurrent.CountDownLatch(1);
    try (var other = new LoopbackIssuer(SigningKey.RSA)) {
      issuer.publish(() -> {
        await(released);
        return SigningKey.jwks(SigningKey.RSA);
      });
      Thread refresh =
          Thread.startVirtualThread(
              () -> cache.refreshAll(List.of(settings, other.settings(Presets.GENERIC))));
      while (other.keyFetches() == 0) {
        Thread.sleep(5);
      }

      assertThat(refresh.isAlive()).isTrue();
      released.countDown();
      refresh.join();
      assertThat(cache.health(settings).isHealthy()).isTrue();
    }
  }

  @Test
  void fetches_nothing_for_an_algorithm_that_is_refused_anyway() {
    assertThat(show(SigningKey.EC256, issuer.settings(Presets.GITLAB)))
        .isEqualTo(new Rejected(Flaw.ALGORITHM_REFUSED));
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void fetches_nothing_for_pasted_keys() {
    var pasted = VerifierFixture.pasted(Presets.GENERIC, issuer.issuer().text(), SigningKey.RSA);

    assertThat(show(SigningKey.RSA, pasted)).isInstanceOf(Verified.class);
    assertThat(show(SigningKey.OTHER_RSA, pasted)).isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
    clock.forward(Duration.ofHours(12));
    assertThat(cache.refresh(pasted).isHealthy()).isTrue();
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void takes_a_new_key_at_once_and_drops_an_old_one_with_it() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    issuer.publish(SigningKey.OTHER_RSA);

    assertThat(show(SigningKey.OTHER_RSA)).isInstanceOf(Verified.class);
    assertThat(show(SigningKey.RSA)).isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void asks_at_most_once_a_minute_because_of_unknown_keys() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);

    for (int i = 0; i < 100; i++) {
      assertThat(show(SigningKey.OTHER_RSA.withId("random-" + i)))
          .isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
    }
    assertThat(issuer.keyFetches()).isEqualTo(2);

    clock.forward(KeyCache.COOL_DOWN);
    assertThat(show(SigningKey.OTHER_RSA)).isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
    assertThat(issuer.keyFetches()).isEqualTo(3);
  }

  @Test
  void asks_at_most_once_a_minute_also_while_the_issuer_fails() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    issuer.breakDown();

    for (int i = 0; i < 100; i++) {
      assertThat(show(SigningKey.OTHER_RSA)).isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
      assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    }
    assertThat(issuer.keyFetches()).isEqualTo(2);
  }

  @Test
  void says_when_to_come_back_while_there_are_no_keys_at_all() {
    issuer.breakDown();

    assertThat(show(SigningKey.RSA)).isEqualTo(new KeysUnavailable(KeyCache.COOL_DOWN));
    clock.forward(Duration.ofSeconds(45));
    assertThat(show(SigningKey.RSA)).isEqualTo(new KeysUnavailable(Duration.ofSeconds(15)));
    assertThat(issuer.keyFetches()).isEqualTo(1);

    issuer.publish(SigningKey.RSA);
    clock.forward(Duration.ofSeconds(15));
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
  }

  @Test
  void the_background_job_may_ask_before_the_minute_is_over() {
    issuer.breakDown();
    assertThat(show(SigningKey.RSA)).isInstanceOf(KeysUnavailable.class);
    issuer.publish(SigningKey.RSA);

    cache.refreshAll(List.of(settings));

    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
  }

  @Test
  void uses_known_keys_for_a_day_while_the_issuer_is_down() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    issuer.breakDown();

    clock.forward(Duration.ofHours(23));
    cache.refreshAll(List.of(settings));
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);

    clock.forward(Duration.ofHours(1));
    assertThat(show(SigningKey.RSA)).isInstanceOf(KeysUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>not here</html>",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
        "{\"keys\":[{}],\"keys\":[]}"
      })
  void keeps_the_keys_it_has_when_a_refresh_brings_none(String document) {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    issuer.publish(() -> document);

    KeyCache.Health health = cache.refresh(settings);

    assertThat(health.isHealthy()).isFalse();
    assertThat(health.usable()).isTrue();
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":\"https://another.example\",\"jwks_uri\":\"%s/keys\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"https://another.example/keys\"}",
        "{}",
        "<html>"
      })
  void keeps_the_keys_it_has_when_the_issuer_becomes_another(String description) {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    issuer.describe(description.replace("%s", issuer.issuer().text()));

    KeyCache.Health health = cache.refresh(settings);

    assertThat(health.isHealthy()).isFalse();
    assertThat(health.failure().reason()).doesNotContain("another.example");
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    assertThat(issuer.keyFetches()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"issuer\":\"https://another.example\",\"jwks_uri\":\"%s/keys\"}",
        "{\"issuer\":\"%s/\",\"jwks_uri\":\"%s/keys\"}",
        "{\"issuer\":[\"%s\"],\"jwks_uri\":\"%s/keys\"}",
        "{\"jwks_uri\":\"%s/keys\"}",
        "{\"issuer\":\"%s\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":7}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"http://169.254.169.254/latest\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"file:///etc/passwd\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s.evil.test/keys\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s@evil.test/keys\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s1/keys\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"/keys\"}",
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\\r\\nX: y\"}",
        "{\"issuer\":\"%s\",\"issuer\":\"x\",\"jwks_uri\":\"%s/keys\"}",
        "not json"
      })
  void refuses_an_issuer_that_is_not_who_it_should_be(String description) {
    issuer.describe(description.replace("%s", issuer.issuer().text()));

    assertThat(show(SigningKey.RSA)).isInstanceOf(KeysUnavailable.class);
    KeyCache.Health health = cache.health(settings);
    assertThat(health.isHealthy()).isFalse();
    assertThat(health.failure().reason())
        .isNotEmpty()
        .doesNotContain("evil", "169.254", "another.example");
    assertThat(issuer.keyFetches()).isZero();
  }

  @Test
  void shows_how_things_stand() {
    Instant start = clock.instant();
    assertThat(cache.health(settings).lastSuccess()).isEqualTo(Instant.EPOCH);
    cache.refresh(settings);
    clock.forward(Duration.ofHours(1));
    issuer.publish(SigningKey.RSA, SigningKey.EC256);

    KeyCache.Health health = cache.refresh(settings);

    assertThat(health.isHealthy()).isTrue();
    assertThat(health.lastSuccess()).isEqualTo(start.plusSeconds(3600));
    assertThat(health.failure()).isEqualTo(KeyCache.Failure.NONE);
    assertThat(health.keys())
        .extracting(KeyCache.KnownKey::id, KeyCache.KnownKey::firstSeen)
        .containsExactly(tuple("rsa-1", start), tuple("ec-256", start.plusSeconds(3600)));
    assertThat(cache.known()).containsExactly(health);
  }

  @Test
  void forgets_an_issuer_that_is_registered_no_more() {
    cache.refreshAll(List.of(settings));
    cache.refreshAll(List.of());

    assertThat(cache.health(settings).usable()).isFalse();
  }

  @Test
  void starts_anew_when_the_operator_changes_where_keys_come_from() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    var pasted =
        VerifierFixture.pasted(Presets.GENERIC, issuer.issuer().text(), SigningKey.OTHER_RSA);

    assertThat(show(SigningKey.RSA, pasted)).isEqualTo(new Rejected(Flaw.KEY_UNKNOWN));
    assertThat(show(SigningKey.OTHER_RSA, pasted)).isInstanceOf(Verified.class);
  }

  @Test
  void keeps_the_keys_when_only_the_preset_changes() {
    assertThat(show(SigningKey.RSA)).isInstanceOf(Verified.class);
    show(SigningKey.RSA, issuer.settings(Presets.CIRCLECI));

    assertThat(issuer.keyFetches()).isEqualTo(1);
  }

  @Test
  void many_tokens_at_once_cause_one_fetch() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    issuer.publish(() -> {
      asked.countDown();
      await(answer);
      return SigningKey.jwks(SigningKey.RSA);
    });

    List<Verification> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Verification> one = () -> show(SigningKey.RSA);
      List<Future<Verification>> running = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        running.add(threads.submit(one));
      }
      asked.await();
      answer.countDown();
      for (Future<Verification> result : running) {
        results.add(result.get());
      }
    }

    assertThat(results).hasSize(50).allMatch(Verified.class::isInstance);
    assertThat(issuer.keyFetches()).isEqualTo(1);
  }

  @Test
  void an_issuer_that_hangs_makes_nobody_else_wait() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    issuer.publish(() -> {
      asked.countDown();
      await(never);
      return "";
    });
    try (var other = new LoopbackIssuer(SigningKey.RSA);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Verification> hanging = threads.submit(() -> show(SigningKey.RSA));
      asked.await();

      KeyCache.Health health = cache.refresh(other.settings(Presets.GENERIC));

      assertThat(health.isHealthy()).isTrue();
      assertThat(hanging.isDone()).isFalse();
      never.countDown();
      assertThat(hanging.get()).isInstanceOf(KeysUnavailable.class);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void refuses_settings_of_another_issuer() {
    var other = VerifierFixture.pasted(Presets.GENERIC, "https://b.example", SigningKey.RSA);

    assertThatIllegalArgumentException().isThrownBy(() -> show(SigningKey.RSA, other));
  }

  @Test
  void an_issuer_of_which_the_operator_said_nothing_must_be_public() {
    assertThat(IssuerSettings.ofPublic(issuer.issuer())).isInstanceOf(Malformed.class);
    assertThat(settings.keys()).isInstanceOf(KeySource.Published.class);
  }
}
