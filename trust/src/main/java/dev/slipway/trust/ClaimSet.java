package dev.slipway.trust;

import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of one token, read once by {@link StrictJson}; the library that checks the signature
 * never reads them a second time.
 */
public final class ClaimSet {

  private final Members top;

  ClaimSet(Members top) {
    this.top = top;
  }

  /** The value at {@code name}, {@code null} included; empty only if nothing stands there. */
  public Optional<ClaimValue> find(ClaimName name) {
    Optional<ClaimValue> at = Optional.of(top);
    for (String segment : name.segments()) {
      at = at.flatMap(value -> step(value, segment));
    }
    return at;
  }

  /** Every claim at the top level, in the order of the token. */
  public Map<String, ClaimValue> all() {
    return top.members();
  }

  /** The member of that name at the top level, whatever characters the name has. */
  Optional<ClaimValue> member(String name) {
    return Optional.ofNullable(top.members().get(name));
  }

  /** The member of that name at the top level, if it is a string. */
  Optional<String> text(String name) {
    return top.members().get(name) instanceof Text(String value)
        ? Optional.of(value)
        : Optional.empty();
  }

  private static Optional<ClaimValue> step(ClaimValue value, String segment) {
    return switch (value) {
      case Members(var members) -> Optional.ofNullable(members.get(segment));
      case Elements(var elements) -> element(elements, segment);
      case Text _, ClaimValue.Flag _, ClaimValue.Whole _ -> Optional.empty();
      case ClaimValue.OddNumber _, ClaimValue.Nothing _ -> Optional.empty();
    };
  }

  /** An array index has no sign and no leading zero (RFC 6901, 4). */
  private static Optional<ClaimValue> element(List<ClaimValue> elements, String segment) {
    for (int i = 0; i < elements.size(); i++) {
      if (segment.equals(Integer.toString(i))) {
        return Optional.of(elements.get(i));
      }
    }
    return Optional.empty();
  }
}
