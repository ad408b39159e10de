package dev.slipway.lfs;

/** What came of bytes that were sent. */
sealed interface TransferResult {

  /** They are stored, and the repository holds them. */
  record Stored() implements TransferResult {}

  /** A part is stored; {@code etag} names its bytes. */
  record PartStored(String etag) implements TransferResult {}

  /** They are not what was announced; nothing of them stays. */
  record Mismatch(String reason) implements TransferResult {}

  /** The repository was deleted meanwhile. */
  record NoSuchRepo() implements TransferResult {}

  /**
   * Whoever was given the address may not write here any more, for this {@code reason}; the
   * repository holds nothing.
   */
  record NoLongerValid(String reason) implements TransferResult {}

  /** The upload is not known, or not any more. */
  record NoSuchUpload() implements TransferResult {}
}
