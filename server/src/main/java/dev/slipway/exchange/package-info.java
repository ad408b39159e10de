/** The token exchange (RFC 8693): an ID token of a CI job in, an access token of one hour out. */
@NullMarked
package dev.slipway.exchange;

import org.jspecify.annotations.NullMarked;
