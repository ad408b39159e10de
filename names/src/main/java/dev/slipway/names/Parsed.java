package dev.slipway.names;

import java.util.function.Function;

/**
 * What reading text from outside gave: the value, or what is wrong with the text.
 *
 * @param <T> the type that the text was read as
 */
public sealed interface Parsed<T> {

  /** The text was well formed. */
  record Value<T>(T value) implements Parsed<T> {}

  /**
   * The text was not well formed; {@code problem} is one sentence that can be shown to its author.
   */
  record Malformed<T>(String problem) implements Parsed<T> {}

  /** Shorthand for a well-formed result. */
  static <T> Parsed<T> of(T value) {
    return new Value<>(value);
  }

  /** Shorthand for a malformed result. */
  static <T> Parsed<T> malformed(String problem) {
    return new Malformed<>(problem);
  }

  /** Applies {@code next} to a value and passes a problem on. */
  default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
    return switch (this) {
      case Value<T>(var value) -> next.apply(value);
      case Malformed<T>(var problem) -> new Malformed<>(problem);
    };
  }

  /** The value, for text that our own code wrote; outside text is switched over instead. */
  default T orThrow() {
    return switch (this) {
      case Value<T>(var value) -> value;
      case Malformed<T>(var problem) -> throw new IllegalArgumentException(problem);
    };
  }
}
