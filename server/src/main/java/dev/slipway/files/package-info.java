/**
 * The files of repositories: their bytes as clients download them, and the lists of what is there.
 */
@NullMarked
package dev.slipway.files;

import org.jspecify.annotations.NullMarked;
