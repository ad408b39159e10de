/** Git's smart HTTP protocol, without the HTTP: fetches, and pushes with their checks. */
@NullMarked
package dev.slipway.git.wire;

import org.jspecify.annotations.NullMarked;
