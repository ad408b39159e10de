package dev.slipway.xet;

/** What the verification of a xorb's bytes gave. */
public sealed interface XorbVerdict {

  /** The bytes are the xorb that they were said to be; all that was forwarded may be kept. */
  record Genuine(XorbIndex index) implements XorbVerdict {}

  /** They are not; {@code reason} is one sentence that can be shown to the sender. */
  record Refused(String reason) implements XorbVerdict {}
}
