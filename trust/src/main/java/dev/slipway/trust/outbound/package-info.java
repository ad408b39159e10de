/** The only way out: fetches small documents from addresses that were checked, and nowhere else. */
@NullMarked
package dev.slipway.trust.outbound;

import org.jspecify.annotations.NullMarked;
