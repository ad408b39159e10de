/** Trusted publishers: which CI jobs may publish to a repository, or read in a user's name. */
@NullMarked
package dev.slipway.publishing;

import org.jspecify.annotations.NullMarked;
