package dev.slipway.buckets;

import java.util.List;

/** What came of a batch. */
sealed interface BatchResult {

  /** All lines but these were done, together. */
  record Applied(List<Failure> failures) implements BatchResult {}

  /** Whoever sent it may not write any more. */
  record NoLongerAllowed() implements BatchResult {}

  /** A line that could not be done, and why. */
  record Failure(String path, String reason) {}
}
