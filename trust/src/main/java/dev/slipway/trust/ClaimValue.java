package dev.slipway.trust;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value of a claim. Only {@link Text}, {@link Flag} and {@link Whole} can be asked for by a
 * publisher; two values match only if they are of one kind, so {@code 74}, {@code "74"} and {@code
 * 74.0} are three different values.
 */
public sealed interface ClaimValue {

  /** A JSON string, code point by code point as the issuer wrote it. */
  record Text(String value) implements ClaimValue {
    @Override
    public String toString() {
      return value;
    }
  }

  /** {@code true} or {@code false}. */
  record Flag(boolean value) implements ClaimValue {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /**
   * A JSON number in its plainest form: no fraction, no exponent, no minus zero, at most 64 bits.
   */
  record Whole(long value) implements ClaimValue {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** Whatever no publisher can ask for. */
  sealed interface Other extends ClaimValue {}

  /** A JSON object, in the order of the token. */
  record Members(Map<String, ClaimValue> members) implements Other {
    public Members {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
  }

  /** A JSON array. */
  record Elements(List<ClaimValue> elements) implements Other {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /** A number that is not a {@link Whole}, as it was written. */
  record OddNumber(String digits) implements Other {}

  /** {@code null}. */
  record Nothing() implements Other {}
}
