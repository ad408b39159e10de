package dev.slipway.git.storage;

import java.io.IOException;

/** The storage under a repository failed, or what it holds is damaged. */
public final class GitStorageException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** {@code doing} says what was being done, for example {@code "listing a folder"}. */
  public GitStorageException(String doing, IOException cause) {
    super(doing, cause);
  }
}
