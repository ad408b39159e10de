package dev.slipway.access;

/**
 * The identity of a user or organisation for its whole life; its name may change.
 *
 * @param hex 24 lower-case hexadecimal digits
 */
public record UserId(String hex) {

  @Override
  public String toString() {
    return hex;
  }
}
