/** The story that {@code slipway demo} tells: a CI provider, a job and a reader, against a hub. */
@NullMarked
package dev.slipway.demo;

import org.jspecify.annotations.NullMarked;
