package dev.slipway.blobs;

/** The storage under a blob store failed: a full or broken disk, a store that cannot be reached. */
public final class BlobStoreException extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** {@code doing} says what was being done, for example {@code "publishing blobs/ab/…"}. */
  public BlobStoreException(String doing, Throwable cause) {
    super(doing, cause);
  }
}
