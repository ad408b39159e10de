package dev.slipway.contents;

/** What came of taking something in. */
public sealed interface IntakeResult {

  /**
   * It is here, and the repository reaches it.
   *
   * @param isNew whether the repository did not reach all of it before
   */
  record Taken(boolean isNew) implements IntakeResult {}

  /** It is not what it was said to be; {@code reason} is one sentence for the sender. */
  record Refused(String reason) implements IntakeResult {}

  /** Whoever sent it may not do so any more. */
  record NoLongerAllowed() implements IntakeResult {}
}
