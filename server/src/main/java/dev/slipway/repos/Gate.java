package dev.slipway.repos;

import java.util.Optional;

/** How a repository lets readers at its files. */
public enum Gate {
  /** Everybody who sees the repository reads its files. */
  OPEN("open"),
  /** Whoever asks is let in. */
  AUTO("auto"),
  /** Whoever asks waits for somebody with the Write role. */
  MANUAL("manual");

  private final String word;

  Gate(String word) {
    this.word = word;
  }

  /** The word in tables. */
  public String word() {
    return word;
  }

  /** The value of {@code gated} on the wire: {@code false}, {@code "auto"} or {@code "manual"}. */
  public Object wire() {
    return this == OPEN ? Boolean.FALSE : word;
  }

  /** The gate of a table's word. */
  static Gate ofWord(String word) {
    for (Gate gate : values()) {
      if (gate.word.equals(word)) {
        return gate;
      }
    }
    throw new IllegalArgumentException("a gate that is " + word);
  }

  /** The gate of a wire value, if it is one. */
  public static Optional<Gate> ofWire(Object value) {
    return switch (value) {
      case Boolean open when !open -> Optional.of(OPEN);
      case String word when word.equals(AUTO.word) -> Optional.of(AUTO);
      case String word when word.equals(MANUAL.word) -> Optional.of(MANUAL);
      default -> Optional.empty();
    };
  }
}
