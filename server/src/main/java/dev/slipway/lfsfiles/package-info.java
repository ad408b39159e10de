/** The large files that a repository holds: which there are, and how it gives them up for good. */
@NullMarked
package dev.slipway.lfsfiles;

import org.jspecify.annotations.NullMarked;
