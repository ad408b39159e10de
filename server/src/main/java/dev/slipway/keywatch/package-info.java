/**
 * Watching over issuers' keys: what the hubs that run saw of them, fetching them anew when the
 * operator asks, and ending trust in one.
 */
@NullMarked
package dev.slipway.keywatch;

import org.jspecify.annotations.NullMarked;
