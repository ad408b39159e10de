/** The vocabulary of the hub: text from outside becomes one of these types once, at the edge. */
@NullMarked
package dev.slipway.names;

import org.jspecify.annotations.NullMarked;
