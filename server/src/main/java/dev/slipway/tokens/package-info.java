/**
 * Access tokens: made, shown once, kept as hashes, and turned back into the caller who holds one.
 */
@NullMarked
package dev.slipway.tokens;

import org.jspecify.annotations.NullMarked;
