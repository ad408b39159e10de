package dev.slipway.access;

import static dev.slipway.access.PublishingMode.ENFORCE;
import static dev.slipway.access.PublishingMode.OFF;
import static dev.slipway.access.PublishingMode.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.access.PublishingPolicy.Pause;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishingPolicyTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private static PublishingPolicy paused(PublishingMode own, PublishingMode mode) {
    return new PublishingPolicy(own, OFF, Optional.of(new Pause(mode, NOON)));
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, OFF, OFF",
    "OFF, WARN, WARN",
    "WARN, OFF, WARN",
    "WARN, ENFORCE, ENFORCE",
    "ENFORCE, WARN, ENFORCE",
    "ENFORCE, ENFORCE, ENFORCE"
  })
  void is_the_stricter_of_repository_and_owner(
      PublishingMode own, PublishingMode ofOwner, PublishingMode expected) {
    assertThat(new PublishingPolicy(own, ofOwner, Optional.empty()).at(NOON)).isEqualTo(expected);
  }

  @Test
  void is_milder_until_the_pause_ends_and_not_at_its_end() {
    assertThat(paused(ENFORCE, WARN).at(NOON.minusMillis(1))).isEqualTo(WARN);
    assertThat(paused(ENFORCE, OFF).at(NOON.minusMillis(1))).isEqualTo(OFF);
    assertThat(paused(ENFORCE, OFF).at(NOON)).isEqualTo(ENFORCE);
    assertThat(paused(ENFORCE, OFF).pauseAt(NOON)).isEmpty();
  }

  @Test
  void is_never_stricter_for_being_paused() {
    assertThat(paused(OFF, WARN).at(NOON.minusMillis(1))).isEqualTo(OFF);
  }
}
