package dev.slipway.attempts;

/**
 * How near the job of an attempt is to those that a resource trusts. Each kind has rows of its own,
 * so that nobody pushes out the rows of whom he is not.
 */
public enum Nearness {
  /** A publisher let it in. */
  LET_IN(60, 60),
  /** A publisher names that very workload. */
  OWN(80, 80),
  /** A neighbour of such a workload, or a namesake of the resource's owner: perhaps a slip. */
  NEAR(30, 15),
  /** Anybody. */
  STRANGER(30, 10);

  private final int rows;
  private final int rowsOfIssuer;

  Nearness(int rows, int rowsOfIssuer) {
    this.rows = rows;
    this.rowsOfIssuer = rowsOfIssuer;
  }

  /** Most rows of one resource; the one that was not seen for longest gives way. */
  int rows() {
    return rows;
  }

  /** Most rows of one resource and one issuer; what is more goes into one further row together. */
  int rowsOfIssuer() {
    return rowsOfIssuer;
  }
}
