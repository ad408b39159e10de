/** Buckets: files by their path, in chunks, without history; the last write wins. */
@NullMarked
package dev.slipway.buckets;

import org.jspecify.annotations.NullMarked;
