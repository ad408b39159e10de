/** The Xet store: its tokens, and what clients upload to it and read from it chunk by chunk. */
@NullMarked
package dev.slipway.xetstore;

import org.jspecify.annotations.NullMarked;
