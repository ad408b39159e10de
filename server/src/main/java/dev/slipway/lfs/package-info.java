/** Git LFS as the Hub speaks it: batch, transfers under signed addresses, and locks. */
@NullMarked
package dev.slipway.lfs;

import org.jspecify.annotations.NullMarked;
