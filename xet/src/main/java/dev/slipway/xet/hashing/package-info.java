/** Hashes of Xet: BLAKE3, the tree over chunks, and hashes in bulk. */
@NullMarked
package dev.slipway.xet.hashing;

import org.jspecify.annotations.NullMarked;
