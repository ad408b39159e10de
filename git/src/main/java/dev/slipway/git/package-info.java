/**
 * Repositories, commits and trees, and git's smart protocol, over packs in the blob store; JGit
 * stays in here.
 */
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
