/** Changing a repository from within the hub: commits, branches, tags. */
@NullMarked
package dev.slipway.git.change;

import org.jspecify.annotations.NullMarked;
