package dev.slipway.profiles;

import org.jspecify.annotations.Nullable;

/** How a Space runs. This hub keeps Spaces and does not run them. */
record RuntimeJson(
    String stage, HardwareJson hardware, @Nullable String storage, @Nullable Integer gcTimeout) {

  static RuntimeJson stopped() {
    return new RuntimeJson("STOPPED", new HardwareJson(null, null), null, null);
  }

  /** What it runs on, and what was asked for. */
  record HardwareJson(@Nullable String current, @Nullable String requested) {}
}
