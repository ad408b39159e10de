/** How a chunk is packed in a xorb, and the limits of what clients send. */
@NullMarked
package dev.slipway.xet.packing;

import org.jspecify.annotations.NullMarked;
