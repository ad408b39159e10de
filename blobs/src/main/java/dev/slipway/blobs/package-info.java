/** Immutable bytes by key: the folder, and what stands before it. */
@NullMarked
package dev.slipway.blobs;

import org.jspecify.annotations.NullMarked;
