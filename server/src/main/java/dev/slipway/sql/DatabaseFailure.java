package dev.slipway.sql;

/** The database did not do what it was asked to; the message says what that was. */
public final class DatabaseFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Says what was being done, and keeps the cause. */
  public DatabaseFailure(String doing, Throwable cause) {
    super(doing, cause);
  }
}
