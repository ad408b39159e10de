/** Commits by API: what a client asks before it uploads, and the commit that it makes of it. */
@NullMarked
package dev.slipway.commits;

import org.jspecify.annotations.NullMarked;
