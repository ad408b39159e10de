/** Pointers to large files, and the rules that say which files are large or ignored. */
@NullMarked
package dev.slipway.git.lfs;

import org.jspecify.annotations.NullMarked;
