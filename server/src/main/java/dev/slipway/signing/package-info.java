/**
 * Addresses that are their own credential: what they allow, for whom and until when, under a MAC.
 */
@NullMarked
package dev.slipway.signing;

import org.jspecify.annotations.NullMarked;
