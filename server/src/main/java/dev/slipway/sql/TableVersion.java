package dev.slipway.sql;

/**
 * The version of a database's tables.
 *
 * @param current what they have
 * @param known the newest that this program knows
 */
public record TableVersion(int current, int known) {

  /** Whether a newer program has changed them. */
  public boolean isAhead() {
    return current > known;
  }
}
