/** What the hub does by itself, again and again. */
@NullMarked
package dev.slipway.jobs;

import org.jspecify.annotations.NullMarked;
