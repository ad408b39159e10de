/** What clients can ask before they do anything: where the token endpoint is, and what it takes. */
@NullMarked
package dev.slipway.discovery;

import org.jspecify.annotations.NullMarked;
