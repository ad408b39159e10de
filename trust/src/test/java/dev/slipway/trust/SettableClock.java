package dev.slipway.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands until it is put forward. */
final class SettableClock implements InstantSource {

  private volatile Instant now;

  SettableClock(Instant now) {
    this.now = now;
  }

  /** A minute after the sample tokens were issued. */
  static SettableClock afterIssue() {
    return new SettableClock(Instant.ofEpochSecond(SampleClaims.ISSUED + 60));
  }

  void forward(Duration by) {
    now = now.plus(by);
  }

  void setEpochSecond(long second) {
    now = Instant.ofEpochSecond(second);
  }

  @Override
  public Instant instant() {
    return now;
  }
}
