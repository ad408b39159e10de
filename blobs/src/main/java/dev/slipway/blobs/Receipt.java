package dev.slipway.blobs;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;

/** What came of receiving a blob whose hash and size were announced. */
public sealed interface Receipt {

  /** Hash and size are as announced, and the bytes are durable under this key. */
  record Stored(BlobKey key) implements Receipt {}

  /** The bytes have another hash; nothing was stored. */
  record WrongHash(BlobId actual) implements Receipt {}

  /**
   * There were fewer bytes than announced, or more; nothing was stored.
   *
   * @param read how many were read; at most one more than announced
   */
  record WrongSize(ByteCount read) implements Receipt {}
}
