package dev.slipway.access;

/**
 * The identity of an access token, which is no secret: it names the row, not the token.
 *
 * @param hex 24 lower-case hexadecimal digits
 */
public record TokenId(String hex) {

  @Override
  public String toString() {
    return hex;
  }
}
