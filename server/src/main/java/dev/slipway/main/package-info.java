/** The composition root: settings in, a running hub or a command's exit code out. */
@NullMarked
package dev.slipway.main;

import org.jspecify.annotations.NullMarked;
