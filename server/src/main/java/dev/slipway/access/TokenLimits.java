package dev.slipway.access;

/**
 * What a token of a trusted publisher may not do of what its scope allows.
 *
 * @param refs the branches and tags that it may make, move and delete
 * @param burns whether its first commit or push is its last request
 */
public record TokenLimits(RefScope refs, boolean burns) {

  /** No limits. */
  public static final TokenLimits NONE = new TokenLimits(RefScope.EVERY, false);
}
