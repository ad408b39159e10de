/** How OAuth's requests and answers are written (RFC 6749, 3.2 and 5), whatever they are about. */
@NullMarked
package dev.slipway.oauth;

import org.jspecify.annotations.NullMarked;
