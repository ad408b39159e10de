package dev.slipway.trust.recipe;

import java.util.Optional;

/**
 * The claims of one token, for recipes. A name that starts with {@code /} is a JSON Pointer, one
 * that starts with {@code @} is none of the token's own.
 */
public interface Facts {

  /** The issuer's address without its scheme and without a final slash. */
  String ISSUER = "@issuer";

  /** The address of the provider's web pages, without a final slash. */
  String WEB = "@web";

  /** The claim of that name, if it is a string. */
  Optional<String> text(String name);

  /** Whether the token has that claim, of whatever type. */
  boolean has(String name);

  /** The address of an issuer as {@link #ISSUER} has it. */
  static String withoutScheme(String issuer) {
    int colon = issuer.indexOf("://");
    String rest = colon < 0 ? issuer : issuer.substring(colon + "://".length());
    return rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
  }
}
