package dev.slipway.publishing;

import java.util.Optional;

/**
 * What the operator says of an issuer. What is not named stays as it is; an empty text clears.
 *
 * @param preset the rules that bind everyone
 * @param allowsPrivate whether it may be reached at private addresses, over http, at any port
 * @param authorities further certificate authorities in PEM form
 * @param jwks its keys, so that nothing is fetched
 */
public record IssuerExceptions(
    Optional<String> preset,
    Optional<Boolean> allowsPrivate,
    Optional<String> authorities,
    Optional<String> jwks) {

  /** The issuer with these exceptions; it is the operator's from now on. */
  RegisteredIssuer over(RegisteredIssuer now) {
    return new RegisteredIssuer(
        now.issuer(),
        named(preset, now.preset()),
        allowsPrivate.orElse(now.allowsPrivate()),
        authorities.orElse(now.authorities()),
        named(jwks, now.jwks()),
        now.isEnabled(),
        true);
  }

  private static Optional<String> named(Optional<String> said, Optional<String> now) {
    return said.isPresent() ? said.filter(text -> !text.isEmpty()) : now;
  }
}
