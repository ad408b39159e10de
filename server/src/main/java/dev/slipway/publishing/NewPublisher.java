package dev.slipway.publishing;

import dev.slipway.names.Issuer;
import dev.slipway.trust.ClaimValue;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A publisher that somebody asks for, or the new state of one.
 *
 * @param preset what the maintainer chose, if anything
 * @param triggers events to unlock
 */
public record NewPublisher(
    Issuer issuer,
    Optional<String> preset,
    String name,
    Map<String, ClaimValue> claims,
    Set<String> triggers,
    boolean isReadOnly) {

  /** Longest name, in characters. */
  public static final int MAX_NAME_CHARACTERS = 96;

  public NewPublisher {
    triggers = Set.copyOf(triggers);
  }

  /** Names are shown in lists and terminals: short, and nothing in them that is not seen. */
  boolean isWellNamed() {
    return name.length() <= MAX_NAME_CHARACTERS
        && name.codePoints().noneMatch(NewPublisher::isUnseen);
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
