/** The command line: what is for programs goes to stdout alone, what is for people to stderr. */
@NullMarked
package dev.slipway.console;

import org.jspecify.annotations.NullMarked;
