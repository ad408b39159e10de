package dev.slipway.trust;

import dev.slipway.names.Issuer;
import dev.slipway.trust.ClaimValue.Elements;
import dev.slipway.trust.ClaimValue.Members;
import dev.slipway.trust.ClaimValue.Text;
import dev.slipway.trust.recipe.Facts;
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

  /** These claims for recipes; {@code web} is where the pages of the provider are. */
  Facts facts(Issuer issuer, Optional<String> web) {
    return new Raw(this, issuer, web);
  }

  /** Claims as the issuer wrote them. */
  private record Raw(ClaimSet claims, Issuer issuer, Optional<String> web) implements Facts {

    @Override
    public Optional<String> text(String name) {
      return switch (name) {
        case ISSUER -> Optional.of(Facts.withoutScheme(issuer.text()));
        case WEB -> web;
        default ->
            value(name)
                .flatMap(value ->
                    value instanceof Text(String text) ? Optional.of(text) : Optional.empty());
      };
    }

    @Override
    public boolean has(String name) {
      return value(name).isPresent();
    }

    private Optional<ClaimValue> value(String name) {
      return name.startsWith("/") ? claims.find(new ClaimName(name)) : claims.member(name);
    }
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
