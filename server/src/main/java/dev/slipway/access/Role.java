package dev.slipway.access;

/** What a person is in the account that owns a repository, weakest first. */
public enum Role {
  /** Not a member. */
  NONE,
  READ,
  /** May create repositories, and change those that they created. */
  CONTRIBUTOR,
  WRITE,
  /** Also manages members; what users are in their own account. */
  ADMIN;

  /** Whether this role includes {@code other}. */
  public boolean atLeast(Role other) {
    return compareTo(other) >= 0;
  }
}
