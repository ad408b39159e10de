/** Xorbs, their indexes, and how a file is put together from them. */
@NullMarked
package dev.slipway.xet;

import org.jspecify.annotations.NullMarked;
