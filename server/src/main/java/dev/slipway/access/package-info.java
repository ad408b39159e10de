/** Who asks, for what, and whether they may: pure decisions, without storage or HTTP. */
@NullMarked
package dev.slipway.access;

import org.jspecify.annotations.NullMarked;
