package dev.slipway.repos;

/**
 * Undoes the transaction of a change whose caller lost the right to it while the request ran. An
 * exception, although it is expected: every change in every room can end so, none of them can do
 * anything about it, and {@link RepoRoutes} tells the client why.
 */
public final class GateClosed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  GateClosed() {
    super("the caller may not do this any more", null, false, false);
  }
}
