package dev.slipway.access;

import java.util.Optional;

/** Whose commits a repository takes, mildest first. */
public enum PublishingMode {
  /** Those of everybody who may write. */
  OFF("off"),
  /** The same, and what comes from anybody but a trusted publisher is told so and noted. */
  WARN("warn"),
  /** Those of its trusted publishers alone. */
  ENFORCE("enforce");

  private final String word;

  PublishingMode(String word) {
    this.word = word;
  }

  /** The word in tables, on the wire and at the command line. */
  public String word() {
    return word;
  }

  /** The mode of a word, if it is one. */
  public static Optional<PublishingMode> ofWord(String word) {
    for (PublishingMode mode : values()) {
      if (mode.word.equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** Whether this mode asks for less than {@code other}. */
  public boolean isMilderThan(PublishingMode other) {
    return compareTo(other) < 0;
  }

  /** The one of the two that asks for more. */
  public PublishingMode stricter(PublishingMode other) {
    return isMilderThan(other) ? other : this;
  }

  /** The one of the two that asks for less. */
  public PublishingMode milder(PublishingMode other) {
    return isMilderThan(other) ? this : other;
  }
}
