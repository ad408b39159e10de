/**
 * Repositories, commits, trees and LFS pointers over packs in the blob store; JGit stays in here.
 */
@NullMarked
package dev.slipway.git;

import org.jspecify.annotations.NullMarked;
