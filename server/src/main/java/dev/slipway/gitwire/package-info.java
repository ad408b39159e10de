/** Git over HTTP: clones, fetches and pushes of real git clients. */
@NullMarked
package dev.slipway.gitwire;

import org.jspecify.annotations.NullMarked;
