package dev.slipway.trust;

import java.util.Optional;

/**
 * What became of one claim that a publisher asks for, or of one rule of its preset.
 *
 * @param claim the claim's name
 * @param verdict what became of it
 * @param expected what the publisher asks for, as text; empty for a rule of the preset
 * @param found what the token says, as text; empty if it says nothing that can be shown
 */
public record ClaimMatch(
    String claim, Verdict verdict, Optional<String> expected, Optional<String> found) {

  /** What became of a claim; only the first is good. */
  public enum Verdict {
    /** Equal. */
    MATCH,
    /** Of the right type, but not equal. */
    MISMATCH,
    /** The token has no such claim. */
    MISSING,
    /** The token has it with another JSON type. */
    WRONG_TYPE,
    /** A derived claim that the other claims of the token do not give. */
    DERIVATION_FAILED,
    /** The event that started the job is refused unless the publisher unlocks it. */
    BLOCKED_TRIGGER,
    /** Claims of the token contradict each other, so that none of them is believed. */
    CONFLICT,
    /** The token was issued longer ago than it may be shown. */
    TOO_OLD
  }

  /** Whether nothing is wrong here. */
  public boolean isMatch() {
    return verdict == Verdict.MATCH;
  }
}
