package dev.slipway.repos;

import dev.slipway.access.Permission;

/**
 * Undoes the transaction of a change whose caller lost the right to it while the request ran. An
 * exception, although it is expected: every change in every room can end so, none of them can do
 * anything about it, and {@link RepoRoutes} tells the client why.
 */
public final class GateClosed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Permission wanted;

  /** The gate no longer opens for {@code wanted}. */
  GateClosed(Permission wanted) {
    super("the caller may not do this any more", null, false, false);
    this.wanted = wanted;
  }

  Permission wanted() {
    return wanted;
  }
}
