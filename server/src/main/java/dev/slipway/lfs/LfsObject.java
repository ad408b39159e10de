package dev.slipway.lfs;

import dev.slipway.names.BlobId;
import dev.slipway.names.ByteCount;

/** An object as LFS names it: the SHA-256 of its bytes, and how many there are. */
record LfsObject(BlobId id, ByteCount size) {}
