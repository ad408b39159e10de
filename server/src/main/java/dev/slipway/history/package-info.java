/** The history of repositories: commits, and the branches and tags that name them. */
@NullMarked
package dev.slipway.history;

import org.jspecify.annotations.NullMarked;
