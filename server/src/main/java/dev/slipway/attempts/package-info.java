/**
 * The log of exchanges: what CI jobs asked for a resource, whether they got it and why not, for the
 * maintainers of that resource.
 */
@NullMarked
package dev.slipway.attempts;

import org.jspecify.annotations.NullMarked;
